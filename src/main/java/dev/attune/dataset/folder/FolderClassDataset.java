package dev.attune.dataset.folder;

import dev.attune.dataset.ImageDataset;
import java.nio.file.Path;
import java.util.List;

/** A registered data set of classes. */
final class FolderClassDataset extends FolderDataset implements ImageDataset {

  FolderClassDataset(Registration registration, Path folder, Path index) {
    super(registration, folder, index);
  }

  @Override
  public List<String> classNames() {
    return registration().classNames();
  }

  @Override
  public int label(int index) {
    return row(index).label();
  }
}
