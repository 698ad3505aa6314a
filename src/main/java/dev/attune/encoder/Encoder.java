package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.model.Scopes;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.Preprocess;
import java.util.Optional;

/**
 * A loaded model that puts pictures and texts into one space. Its tensors and its tokeniser belong
 * to the manager it was loaded with; results belong to their input's. Not thread-safe. Letters: B
 * pictures, N texts, R resolution, E embedding.
 */
public interface Encoder {

  ImageTower image();

  TextTower text();

  /**
   * Its tokeniser, which is closed with the manager that owns the encoder.
   *
   * @throws IllegalStateException when the encoder was made of bare weights
   */
  TextTokenizer tokenizer();

  Preprocess preprocess();

  Similarity similarity();

  ParameterGroups parameters();

  /** E. */
  int embedDim();

  /** R, the side of the input picture in pixels. */
  default int resolution() {
    return preprocess().resolution();
  }

  /** Most tokens of a text. */
  int contextLength();

  /**
   * What papers call its architecture, such as {@code ViT-B/16}; empty where it is none of theirs.
   */
  Optional<String> architecture();

  /**
   * All that decides what it computes beside its weights, in words: part of a cache's key, and the
   * same from run to run.
   */
  String shape();

  /** See {@link ImageTower#features}. */
  default NDArray imageFeatures(NDArray images) {
    return image().features(images);
  }

  /**
   * Features of pictures that were preprocessed for another encoder: they are normalised anew, and
   * resized, where the two differ.
   *
   * @param images (B, 3, R', R')
   * @param theirs how they were preprocessed
   * @return (B, E), normalised
   */
  default NDArray imageFeatures(NDArray images, Preprocess theirs) {
    return Scopes.keep(() -> imageFeatures(fitted(images, theirs)));
  }

  /**
   * Pictures that were preprocessed for another encoder, as near as can be to what this one wants.
   *
   * @param images (B, 3, R', R')
   * @param theirs how they were preprocessed
   * @return (B, 3, R, R)
   */
  default NDArray fitted(NDArray images, Preprocess theirs) {
    return Refit.apply(images, theirs, preprocess());
  }

  /** See {@link TextTower#features}. */
  default NDArray textFeatures(NDManager manager, long[][] tokens) {
    return text().features(manager, tokens);
  }
}
