package dev.attune.dataset;

import dev.attune.problem.UnknownNameException;
import java.util.List;
import java.util.Optional;

/** The data sets this installation knows, by name. */
public interface DatasetCatalog {

  /** All of them, in the order they should be shown. */
  List<DatasetInfo> list();

  Optional<DatasetInfo> find(String name);

  /**
   * Opens a data set's pictures.
   *
   * @throws UnknownNameException when the name is unknown
   */
  PictureDataset pictures(String name);

  /**
   * Opens a data set of classes.
   *
   * @throws UnknownNameException when the name is unknown, or is that of another kind of set
   */
  default ImageDataset open(String name) {
    if (pictures(name) instanceof ImageDataset set) {
      return set;
    }
    throw new UnknownNameException("the data set '%s' has no classes".formatted(name));
  }

  /**
   * Opens a data set of captions.
   *
   * @throws UnknownNameException when the name is unknown, or is that of another kind of set
   */
  default CaptionDataset captions(String name) {
    if (pictures(name) instanceof CaptionDataset set) {
      return set;
    }
    throw new UnknownNameException("the data set '%s' has no captions".formatted(name));
  }

  /**
   * Opens a data set of videos.
   *
   * @throws UnknownNameException when the name is unknown, or is that of another kind of set
   */
  default VideoDataset videos(String name) {
    if (pictures(name) instanceof VideoDataset set) {
      return set;
    }
    throw new UnknownNameException("the data set '%s' has no videos".formatted(name));
  }
}
