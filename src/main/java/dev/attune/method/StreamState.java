package dev.attune.method;

import java.io.IOException;
import java.nio.file.Path;

/** What a method learned from the queries so far. */
public interface StreamState {

  /**
   * What stands in a file before the name of a model's tensor, where the file holds what the next
   * query starts from. Such tensors can be kept as a model of their own.
   */
  String START = "start.";

  /** Queries taken in so far, those that were passed over included. */
  int seen();

  /** Passes over a query that could not be adapted to. */
  void skip();

  /** Forgets all queries. */
  void restart();

  /** Writes all of it; the file appears whole or not at all. */
  void save(Path file) throws IOException;

  /**
   * Goes on from a file.
   *
   * @throws RuntimeException when it is damaged, or that of another model or method; its message is
   *     for people
   */
  void load(Path file) throws IOException;
}
