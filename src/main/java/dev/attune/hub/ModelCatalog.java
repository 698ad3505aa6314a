package dev.attune.hub;

import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.encoder.clip.ClipCheckpoint.HeadWidths;
import dev.attune.model.Activation;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.weights.TensorSource;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The models this installation has, by name. */
public interface ModelCatalog {

  /** All of them, broken ones included, in the order they should be shown. */
  List<ModelInfo> list();

  Optional<ModelInfo> find(String name);

  /**
   * Opens the weights of a model of any kind; the caller closes them.
   *
   * @throws java.util.NoSuchElementException when the name is unknown
   * @throws dev.attune.weights.WeightsException when the file cannot be used
   */
  TensorSource weights(String name);

  /**
   * Opens a CLIP; the caller closes it. It is one in this program's own format unless the catalogue
   * knows better.
   *
   * @throws java.util.NoSuchElementException when the name is unknown
   * @throws dev.attune.weights.WeightsException when the file cannot be used
   */
  default ClipCheckpoint clip(String name) {
    return new ClipCheckpoint(weights(name), Activation.QUICK_GELU, HeadWidths.STANDARD);
  }

  /**
   * Opens a language model; the caller closes it.
   *
   * @throws java.util.NoSuchElementException when the name is unknown
   * @throws dev.attune.weights.WeightsException when its files cannot be used
   */
  LmCheckpoint languageModel(String name);

  /**
   * Opens a model's tokeniser as a {@code tokenizer.json}; the caller closes it.
   *
   * @throws java.util.NoSuchElementException when the name is unknown
   * @throws dev.attune.weights.WeightsException when its files cannot be used
   */
  InputStream tokenizer(String name);
}
