package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.video.Dgl;
import dev.attune.encoder.video.DglPrompts;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.vision.SampleRandom;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A training of DGL under way; {@link VideoValidation} says what is measured after an epoch. */
public final class DglTraining extends PieceTraining {
  /** Makes another seed, for the frames: they may not repeat the numbers of order and captions. */
  private static final long FRAMES = 0x9e3779b97f4a7c15L;

  private final DglRecipe recipe;
  private final Dgl dgl;
  private final VideoFeature feature;
  private final VideoExamples examples;
  private final VideoExamples validation;
  private final DglBatches batches;
  private final DglSchedule schedule;
  private final DglTrainingStep optimizer;
  private VideoValidation measured = new VideoValidation();
  private double recall = Double.NaN;

  /**
   * @param manager holds the optimiser's moments
   * @param feature that is compared with the texts
   */
  public DglTraining(
      NDManager manager,
      DglRecipe recipe,
      Dgl dgl,
      VideoFeature feature,
      VideoExamples examples,
      VideoExamples validation) {
    this(manager, recipe, dgl, feature, examples, validation, new DglBatches(examples, recipe));
  }

  private DglTraining(
      NDManager manager,
      DglRecipe recipe,
      Dgl dgl,
      VideoFeature feature,
      VideoExamples examples,
      VideoExamples validation,
      DglBatches batches) {
    super(
        manager,
        recipe.epochs(),
        batches.batch(),
        batches.stepsPerEpoch(),
        validationBatches(recipe, validation));
    this.recipe = recipe;
    this.dgl = dgl;
    this.feature = feature;
    this.examples = examples;
    this.validation = validation;
    this.batches = batches;
    Nn.recordOnlyWhenAsked();
    schedule = new DglSchedule(steps(), recipe.warmUp(), recipe.learningRate());
    optimizer = new DglTrainingStep(manager, dgl, feature);
  }

  /** Pieces of such a training. */
  public static int pieces(DglRecipe recipe, CaptionedVideos examples, CaptionedVideos validation) {
    int steps = new DglBatches(examples, recipe).stepsPerEpoch();
    return Math.multiplyExact(recipe.epochs(), steps + validationBatches(recipe, validation));
  }

  private static int validationBatches(DglRecipe recipe, CaptionedVideos validation) {
    return (validation.size() + recipe.batch() - 1) / recipe.batch();
  }

  @Override
  double step(int step) {
    List<DglBatches.Example> wanted = batches.examples(step);
    VideoBatch batch =
        VideoBatch.load(
            examples,
            wanted.stream().map(DglBatches.Example::video).toList(),
            i -> recipe.randomFrames() ? random(step * wanted.size() + i) : null);
    if (batch.size() < 2) {
      throw new IllegalStateException(
          "of the videos of step %d no two can be read".formatted(step));
    }
    long[][] tokens =
        batch.places().stream()
            .map(wanted::get)
            .map(e -> examples.tokens(e.video(), e.caption()))
            .toArray(long[][]::new);
    double loss;
    try (NDArray videos = batch.array(manager())) {
      loss = finite(step, optimizer.gradients(videos, tokens));
    }
    optimizer.move(schedule.rate(step), recipe.weightDecay());
    return loss;
  }

  private RandomGenerator random(int example) {
    return SampleRandom.of(recipe.seed() ^ FRAMES, example);
  }

  @Override
  @Nullable Measured validate(int part) {
    if (part == 0) {
      measured = new VideoValidation();
    }
    int from = part * recipe.batch();
    int to = Math.min(validation.size(), from + recipe.batch());
    List<Integer> wanted = IntStream.range(from, to).boxed().toList();
    VideoBatch batch = VideoBatch.load(validation, wanted, i -> null);
    if (batch.size() > 0) {
      Scopes.run(() -> measure(batch, batch.places().stream().map(wanted::get).toList()));
    }
    if (to < validation.size()) {
      return null;
    }
    Measured all = measured.measured(manager());
    recall = Objects.requireNonNull(all.recall());
    return all;
  }

  /** The last validation's recall, 0 to 1; not a number before there was one. */
  public double recall() {
    return recall;
  }

  private void measure(VideoBatch batch, List<Integer> videos) {
    DglPrompts prompts = dgl.prompts();
    NDArray seen = dgl.features(batch.array(manager()), prompts, feature);
    List<NDArray> read =
        videos.stream().map(v -> Nn.normalize(dgl.text(manager(), captions(v), prompts))).toList();
    measured.add(seen, read, dgl.scale());
  }

  private long[][] captions(int video) {
    return IntStream.range(0, validation.captions(video))
        .mapToObj(c -> validation.tokens(video, c))
        .toArray(long[][]::new);
  }

  @Override
  Checkpoint checkpoint(Path file) {
    return new Checkpoint(file, dgl.weights(), optimizer.optimizers());
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
