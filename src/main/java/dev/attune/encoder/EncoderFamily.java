package dev.attune.encoder;

import ai.djl.ndarray.NDManager;
import dev.attune.vision.Preprocess;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Encoders of one kind: how their checkpoints are told, checked and loaded. Thread-safe. */
public interface EncoderFamily {

  /** Its name in models' cards, in the API and on the command line, such as {@code clip}. */
  String id();

  /** Names of the files beside the weights that it may read; they belong to its models. */
  Set<String> fileNames();

  /**
   * Looks at the names of a model's tensors, and no further.
   *
   * @return empty when the model is of this family, else why it is not, as "it misses ..."
   * @throws WeightsException when the weights cannot be opened
   */
  Optional<String> whyNot(ModelFiles files);

  /**
   * Checks that a model can be loaded: names, shapes, configuration, tokeniser. No tensor is read.
   *
   * @return names of the files beside the weights that decide its numbers
   * @throws WeightsException that names the file at fault
   */
  List<String> inspect(ModelFiles files);

  /**
   * How a model wants its pictures. No tensor is read.
   *
   * @throws WeightsException that names the file at fault
   */
  Preprocess preprocess(ModelFiles files);

  /**
   * What kind of network a model's image tower is. No tensor is read.
   *
   * @throws WeightsException that names the file at fault
   */
  TowerKind tower(ModelFiles files);

  /**
   * Loads a model.
   *
   * @param manager owns its tensors and its tokeniser
   * @throws WeightsException that names the file at fault
   */
  Encoder load(ModelFiles files, NDManager manager);

  /**
   * A model's tensors by the names that its parameters have once it is loaded; the caller closes
   * them.
   *
   * @throws WeightsException that names the file at fault
   */
  default TensorSource tensors(ModelFiles files) {
    return files.open();
  }

  /**
   * The tokeniser among a model's files.
   *
   * @return the text of a {@code tokenizer.json}, composed where there are only its parts
   * @throws WeightsException when there is none, or it is broken
   */
  byte[] tokenizer(ModelFiles files);
}
