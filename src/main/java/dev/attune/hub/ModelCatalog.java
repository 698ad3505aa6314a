package dev.attune.hub;

import dev.attune.model.weights.TensorSource;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The models this installation has, by name. */
public interface ModelCatalog {

  /** All of them, broken ones included, in the order they should be shown. */
  List<ModelInfo> list();

  Optional<ModelInfo> find(String name);

  /**
   * Opens a model's weights; the caller closes them.
   *
   * @throws java.util.NoSuchElementException when the name is unknown
   * @throws dev.attune.model.weights.WeightsException when the file cannot be used
   */
  TensorSource weights(String name);

  /**
   * Opens a model's {@code tokenizer.json}; the caller closes it.
   *
   * @throws java.util.NoSuchElementException when the name is unknown
   */
  InputStream tokenizer(String name);
}
