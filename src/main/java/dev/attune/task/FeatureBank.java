package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.FeatureCache;
import dev.attune.model.Scopes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The features of all texts or pictures of a set by one model, which are computed batch by batch
 * and kept in the cache, so that nobody waits for all of them who wants to stop or to go between.
 */
public final class FeatureBank {
  private final Path folder;
  private final String model;
  private final String hash;
  private final String content;
  private final int size;
  private final int width;
  private final FeatureCache.Producer producer;
  private @Nullable FeatureCache features;
  private @Nullable NDArray array;

  /**
   * @param folder of the cache
   * @param model its name
   * @param hash of all that decides the model's numbers
   * @param content hash of the items
   * @param size N, how many items there are
   * @param width E
   */
  FeatureBank(
      Path folder,
      String model,
      String hash,
      String content,
      int size,
      int width,
      FeatureCache.Producer producer) {
    this.folder = folder;
    this.model = model;
    this.hash = hash;
    this.content = content;
    this.size = size;
    this.width = width;
    this.producer = producer;
  }

  /**
   * Computes the next batch, unless all are there.
   *
   * @return whether all are there now
   * @throws TaskException when they cannot be kept
   */
  public boolean advance() {
    if (features == null) {
      features = stored().or(this::batch).orElse(null);
    }
    return features != null;
  }

  private Optional<FeatureCache> stored() {
    return FeatureCache.find(folder, hash, content, size, width);
  }

  private Optional<FeatureCache> batch() {
    try {
      return FeatureCache.advance(folder, hash, content, size, width, producer);
    } catch (IOException e) {
      throw new TaskException("the features of %s cannot be kept in the cache".formatted(model), e);
    }
  }

  /**
   * All features; computes those that are not there.
   *
   * @param isWanted asked before every batch
   * @throws CancellationException when they are not wanted any more
   */
  public FeatureCache features(BooleanSupplier isWanted) {
    while (!advance()) {
      if (!isWanted.getAsBoolean()) {
        throw new CancellationException("the features are not wanted any more");
      }
    }
    return features();
  }

  /**
   * All features.
   *
   * @throws IllegalStateException before {@link #advance} has said that they are there
   */
  public FeatureCache features() {
    FeatureCache all = features;
    if (all == null) {
      throw new IllegalStateException("not all features of %s are there yet".formatted(model));
    }
    return all;
  }

  /** All features as an array (N, E), which is made once and belongs to the manager. */
  public NDArray array(NDManager manager) {
    NDArray known = array;
    if (known == null) {
      known = Scopes.lasting(manager, features().array(manager));
      array = known;
    }
    return known;
  }
}
