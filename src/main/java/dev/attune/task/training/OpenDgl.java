package dev.attune.task.training;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.VideoDataset;
import dev.attune.encoder.Encoder;
import dev.attune.hub.ModelCatalog;
import dev.attune.task.Encoders;
import dev.attune.train.DglLearning;
import dev.attune.train.DglOptions;
import dev.attune.train.DglTraining;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a training of DGL needs: its CLIP, the videos, and the prompts that it trains. */
public final class OpenDgl implements AutoCloseable {
  private final String model;
  private final DglOptions options;
  private final VideoParts parts;
  private final long seed;
  private final NDManager manager = NDManager.newBaseManager();
  private final Encoder clip;
  private @Nullable DglLearning learning;

  /**
   * Loads the CLIP.
   *
   * @throws dev.attune.weights.WeightsException when it cannot be read
   * @throws IllegalArgumentException when it is none that DGL's prompts are for
   */
  OpenDgl(ModelCatalog models, String model, DglOptions options, VideoParts parts, long seed) {
    this.model = model;
    this.options = options;
    this.parts = parts;
    this.seed = seed;
    try {
      clip = new Encoders(models, manager).load(model);
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
  public static OpenDgl of(TrainingSpec<DglOptions> spec) {
    return new OpenDgl(
        spec.shop().hub().catalog(),
        spec.model(),
        spec.options(),
        DglTrainer.parts(spec),
        spec.seed());
  }

  /** A training of prompts that were drawn anew; the caller closes it. */
  public DglTraining start() {
    close(learning);
    DglLearning drawn =
        new DglLearning(manager, clip, options, frames(parts.training().data()), seed);
    learning = drawn;
    return drawn.start(videos(parts.training()), videos(parts.validation()));
  }

  private static void close(@Nullable DglLearning before) {
    if (before != null) {
      before.close();
    }
  }

  private int frames(VideoDataset data) {
    return options.frames() == 0 ? data.sampling().frames() : options.frames();
  }

  /** Videos as its CLIP wants them. */
  TrainingVideos videos(VideoPart part) {
    VideoDataset data = parts.training().data();
    int words = options.words() == 0 ? data.words() : options.words();
    return new TrainingVideos(part, clip, frames(data), Math.min(words, clip.contextLength()));
  }

  /** Writes the prompts, as far as they are trained, and their card. */
  public void write(MadeFolder folder, String description) throws IOException {
    DglLearning made = learning;
    if (made == null) {
      throw new IllegalStateException("nothing was trained");
    }
    made.write(folder.weights());
    folder.writeCard(
        DglTrainer.KIND,
        description,
        Map.of("dgl", Map.of("clip", model, "feature", options.featureName())));
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
        options.formName(),
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
