package dev.attune.encoder;

import dev.attune.model.Activation;
import dev.attune.weights.FileSource;
import dev.attune.weights.TensorSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of one model, in a folder or in the jar.
 *
 * @param weights opens the weights anew; throws {@link dev.attune.weights.WeightsException} when
 *     there are none, a choice, or they cannot be used
 * @param beside what stands beside them
 * @param activation what the model's card says, where nothing in the files tells it, or null
 */
public record ModelFiles(
    Supplier<TensorSource> weights, FileSource beside, @Nullable Activation activation)
    implements FileSource {

  /** Opens the weights; the caller closes them. */
  public TensorSource open() {
    return weights.get();
  }

  @Override
  public Optional<byte[]> find(String name) {
    return beside.find(name);
  }
}
