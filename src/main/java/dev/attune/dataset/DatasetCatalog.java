package dev.attune.dataset;

import java.util.List;
import java.util.Optional;

/** The data sets this installation knows, by name. */
public interface DatasetCatalog {

  /** All of them, in the order they should be shown. */
  List<DatasetInfo> list();

  Optional<DatasetInfo> find(String name);

  /**
   * Opens a data set.
   *
   * @throws java.util.NoSuchElementException when the name is unknown
   */
  ImageDataset open(String name);
}
