package dev.attune.task;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a run learns from sample to sample (ALGORITHMS 4, Momentum). Such a run's samples are run in
 * order, each once; what was learned can be kept in a file, for another process to go on.
 */
public interface Chain {

  /** The place of the first sample of the order that it is in. */
  int first();

  /** The place of the sample that must come next. */
  int next();

  /**
   * Forgets everything.
   *
   * @param first see {@link #first}; it comes next
   */
  void restart(int first);

  /** Writes the state; the file appears whole or not at all. */
  void save(Path file) throws IOException;

  /**
   * Takes the state of a file.
   *
   * @throws TaskException when it is damaged or of another run
   */
  void load(Path file) throws IOException;
}
