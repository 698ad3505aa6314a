package dev.attune.dataset.folder;

import java.io.IOException;
import java.util.List;

/**
 * The samples of a data set, found but not yet looked at. The order is fixed: the same folder
 * always lists the same way.
 */
interface Listing {

  /** By label. */
  List<String> classNames();

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
    /**
     * @param file relative to the data set's folder, with slashes
     * @param label index into the class names
     */
    void sample(String file, int label) throws IOException;
  }
}
