package dev.attune.task.training;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.VideoDataset;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.video.Dgl;
import dev.attune.encoder.video.DglCheckpoint;
import dev.attune.encoder.video.DglConfig;
import dev.attune.encoder.video.DglInit;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.schema.Leaf;
import dev.attune.task.Encoders;
import dev.attune.task.training.DglTrainer.Options;
import dev.attune.train.DglTraining;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a training of DGL needs: its CLIP, the videos, and the prompts that it trains. */
public final class OpenDgl implements AutoCloseable {
  private final String model;
  private final Options options;
  private final VideoParts parts;
  private final long seed;
  private final NDManager manager = NDManager.newBaseManager();
  private final Clip clip;
  private @Nullable NDManager drawn;
  private @Nullable Dgl dgl;

  /**
   * Loads the CLIP.
   *
   * @throws dev.attune.weights.WeightsException when it cannot be read
   * @throws IllegalArgumentException when it is none that DGL's prompts are for
   */
  OpenDgl(ModelCatalog models, String model, Options options, VideoParts parts, long seed) {
    this.model = model;
    this.options = options;
    this.parts = parts;
    this.seed = seed;
    try {
      if (!(new Encoders(models, manager).load(model) instanceof Clip loaded)) {
        throw new IllegalArgumentException(model + " is no CLIP, which DGL's prompts need");
      }
      clip = loaded;
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Opens a training of which every value was decided and checked.
   *
   * @throws dev.attune.problem.UnknownNameException when a data set is unknown
   * @throws dev.attune.task.TaskException when it is too small
   */
  public static OpenDgl of(TrainingSpec<Options> spec) {
    return new OpenDgl(
        spec.shop().hub().catalog(),
        spec.model(),
        spec.options(),
        DglTrainer.parts(spec),
        spec.seed());
  }

  /** A training of prompts that were drawn anew; the caller closes it. */
  public DglTraining start() {
    if (drawn != null) {
      drawn.close();
    }
    NDManager scope = manager.newSubManager();
    drawn = scope;
    VideoDataset data = parts.training().data();
    DglConfig config = options.config(clip.config(), data);
    Dgl made = new Dgl(clip, config, DglInit.draw(config, clip, seed, scope));
    dgl = made;
    return new DglTraining(
        manager,
        options.recipe(seed),
        made,
        options.feature(),
        videos(parts.training()),
        videos(parts.validation()));
  }

  /** Videos as its CLIP wants them. */
  TrainingVideos videos(VideoPart part) {
    VideoDataset data = parts.training().data();
    int words = Math.min(options.words(data), clip.contextLength());
    return new TrainingVideos(part, clip, options.frames(data), words);
  }

  /** Writes the prompts, as far as they are trained, and their card. */
  public void write(MadeFolder folder, String description) throws IOException {
    Dgl made = dgl;
    if (made == null) {
      throw new IllegalStateException("nothing was trained");
    }
    DglCheckpoint.write(folder.weights(), made);
    folder.writeCard(
        DglTrainer.KIND,
        description,
        Map.of("dgl", Map.of("clip", model, "feature", Leaf.choice(options.feature()))));
  }

  /**
   * How the prompts were trained, for people.
   *
   * @param recall of the last validation, 0 to 1; not a number where another process measured it
   */
  public String description(double recall) {
    return String.format(
        Locale.ROOT,
        "DGL's prompts in their %s form for %s, trained by Attune on %d videos of %s (fingerprint"
            + " %.12s): %d epochs of batches of %d, rate %s, seed %d.%s",
        Leaf.choice(options.form()),
        model,
        parts.training().size(),
        parts.training().data().name(),
        parts.training().data().fingerprint(),
        options.epochs(),
        options.batch(),
        options.learningRate(),
        seed,
        Double.isNaN(recall)
            ? ""
            : String.format(
                Locale.ROOT,
                " %.1f%% R@1 on %d videos of %s.",
                100 * recall,
                parts.validation().size(),
                parts.validation().data().name()));
  }

  @Override
  public void close() {
    manager.close();
  }
}
