package dev.attune.dataset.folder;

import java.util.List;

/**
 * A sample as a listing has it.
 *
 * @param file relative to the data set's folder, with slashes
 * @param label index into the class names; 0 where there are none
 * @param captions none where there are classes; no control characters in them
 */
record ListedSample(String file, int label, List<String> captions) {

  ListedSample(String file, int label) {
    this(file, label, List.of());
  }
}
