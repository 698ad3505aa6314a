package dev.attune.dataset.folder;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a data set, found but not yet looked at. The order is fixed: the same folder
 * always lists the same way.
 */
interface Listing {

  /** By label; none where the samples have captions. */
  List<String> classNames();

  /** What was left out of a set of captions, or null of a set of classes. */
  default @Nullable List<CaptionReport.LeftOut> leftOut() {
    return null;
  }

  /** Anything a person should know of how the folder was understood. */
  List<String> notes();

  /**
   * Hands over all samples in order, never holding them all.
   *
   * @return how many files were passed over because they are no pictures
   */
  long forEach(Visitor visitor) throws IOException;

  /** Takes a sample. */
  @FunctionalInterface
  interface Visitor {
    void sample(ListedSample sample) throws IOException;
  }
}
