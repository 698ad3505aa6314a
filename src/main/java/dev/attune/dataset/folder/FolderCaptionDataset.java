package dev.attune.dataset.folder;

import dev.attune.dataset.CaptionDataset;
import java.nio.file.Path;
import java.util.List;

/** A registered data set of captions. */
final class FolderCaptionDataset extends FolderDataset implements CaptionDataset {

  FolderCaptionDataset(Registration registration, Path folder, Path index) {
    super(registration, folder, index);
  }

  @Override
  public List<String> captions(int index) {
    return row(index).captions();
  }
}
