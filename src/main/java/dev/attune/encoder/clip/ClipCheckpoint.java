package dev.attune.encoder.clip;

import ai.djl.ndarray.NDManager;
import dev.attune.model.Activation;
import dev.attune.vision.Preprocess;
import dev.attune.weights.TensorSource;

/**
 * An opened checkpoint of a CLIP, whatever its format.
 *
 * @param tensors under OpenAI's names
 */
public record ClipCheckpoint(TensorSource tensors, ClipConfig config, Preprocess preprocess)
    implements AutoCloseable {

  /**
   * One with nothing beside it: heads and pictures are OpenAI's.
   *
   * @throws dev.attune.weights.WeightsException when the tensors are not those of a CLIP
   */
  public static ClipCheckpoint of(TensorSource tensors, Activation activation) {
    ClipConfig config = ClipConfig.infer(tensors, activation);
    return new ClipCheckpoint(tensors, config, ClipPreprocess.at(config.resolution()));
  }

  /**
   * The widths of one attention head.
   *
   * @param vision of the image tower; a ResNet's pooling always has 64
   * @param text of the text tower
   */
  public record HeadWidths(int vision, int text) {
    /** OpenAI's. */
    public static final HeadWidths STANDARD = new HeadWidths(64, 64);
  }

  /**
   * Loads the model.
   *
   * @param manager owns the tensors
   * @throws dev.attune.weights.WeightsException when tensors are missing or left over
   */
  public Clip load(NDManager manager) {
    return Clip.load(tensors, config, manager).with(preprocess);
  }

  /**
   * Checks names and shapes as {@link #load} does, and reads no tensor.
   *
   * @throws dev.attune.weights.WeightsException when tensors are missing or left over
   */
  public void check() {
    Clip.check(tensors, config);
  }

  @Override
  public void close() {
    tensors.close();
  }
}
