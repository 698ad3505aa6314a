package dev.attune.encoder.clip;

import ai.djl.ndarray.NDManager;
import dev.attune.model.Activation;
import dev.attune.weights.TensorSource;
import org.jspecify.annotations.Nullable;

/**
 * An opened checkpoint of a CLIP, whatever its format.
 *
 * @param tensors under OpenAI's names
 * @param heads widths of the attention heads, which the tensors' shapes do not tell
 * @param timm the image tower where it is one of timm's, or null
 */
public record ClipCheckpoint(
    TensorSource tensors, Activation activation, HeadWidths heads, @Nullable TimmTower timm)
    implements AutoCloseable {

  /** Of a CLIP with a tower of its own. */
  public ClipCheckpoint(TensorSource tensors, Activation activation, HeadWidths heads) {
    this(tensors, activation, heads, null);
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
   * The model's sizes, from the shapes of its tensors.
   *
   * @throws dev.attune.weights.WeightsException when one that tells a size is missing
   */
  public ClipConfig config() {
    return ClipConfig.infer(tensors, activation, heads, timm);
  }

  /**
   * Loads the model.
   *
   * @param manager owns the tensors
   * @throws dev.attune.weights.WeightsException when tensors are missing or left over
   */
  public Clip load(NDManager manager) {
    return Clip.load(tensors, config(), manager);
  }

  /**
   * Checks names and shapes as {@link #load} does, and reads no tensor.
   *
   * @throws dev.attune.weights.WeightsException when tensors are missing or left over
   */
  public void check() {
    Clip.check(tensors, config());
  }

  @Override
  public void close() {
    tensors.close();
  }
}
