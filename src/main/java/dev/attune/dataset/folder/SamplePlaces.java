package dev.attune.dataset.folder;

import java.io.IOException;
import java.util.List;

/** Where the samples lie that a caption file names. */
interface SamplePlaces {

  /** What a sample is, in the singular. */
  String kind();

  /**
   * Looks for the samples.
   *
   * @param listed names of those that are wanted
   * @param elsewhere names of others that the caption file knows
   */
  void find(List<String> listed, List<String> elsewhere) throws IOException;

  /** The file of a sample, relative to the data set's folder. */
  String file(String listed);

  /** Whether there is such a file. */
  boolean holds(String file);

  /** Visits all files that ought to be named, where that is known. */
  void visit(ClassFolders.FileVisitor visitor) throws IOException;
}
