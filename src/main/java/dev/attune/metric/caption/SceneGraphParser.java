package dev.attune.metric.caption;

import java.util.List;
import java.util.Set;

/**
 * Reads what a caption says is in the picture. Attune has none of its own; SPICE is computed where
 * one is installed ({@link dev.attune.metric.caption.corenlp.CoreNlpSceneGraphs}). Implementations
 * are safe for many threads.
 */
public interface SceneGraphParser {

  /**
   * The facts of a caption as tuples of lemmas: an object {@code (dog)}, an object with an
   * attribute {@code (dog, black)}, or two objects in relation {@code (dog, on, grass)}.
   */
  Set<List<String>> tuples(String caption);
}
