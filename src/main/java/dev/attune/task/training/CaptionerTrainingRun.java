package dev.attune.task.training;

import ai.djl.ndarray.types.DataType;
import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.FeatureCache;
import dev.attune.task.TaskException;
import dev.attune.task.TrainingResult;
import dev.attune.train.CaptionTraining;
import dev.attune.train.EpochLog;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A training as a run: its samples are batches of embeddings, then the steps and the batches of
 * each epoch's validation. The last one installs the captioner.
 */
final class CaptionerTrainingRun extends PieceRun {
  private static final CaptionerTraining.Log SILENT = new Silent();

  private final String captioner;
  private final CaptionerTraining.Plan plan;
  private final int limit;
  private final CaptionDataset data;
  private final Workshop shop;
  private final OpenTraining open;
  private final int batches;
  private final int pieces;
  private int embedded;
  private @Nullable CaptionTraining training;
  private double validationLoss;

  /**
   * Loads the models.
   *
   * @param captioner name of the model that it becomes
   * @param limit samples that are learned from
   */
  CaptionerTrainingRun(
      String captioner,
      CaptionerTraining.Plan plan,
      int limit,
      CaptionDataset data,
      Workshop shop) {
    this.captioner = captioner;
    this.plan = plan;
    this.limit = limit;
    this.data = data;
    this.shop = shop;
    TrainingCaptions captions = TrainingCaptions.of(data, limit, plan.examples());
    pieces = pieces(captions, plan);
    open = new OpenTraining(shop.hub().catalog(), shop.features(), plan, data, captions);
    batches = FeatureCache.batches(open.embeddings());
  }

  /** All pieces of a training. */
  static int pieces(TrainingCaptions captions, CaptionerTraining.Plan plan) {
    return FeatureCache.batches(captions.embeddings(plan.source()))
        + captions.pieces(plan.recipe());
  }

  @Override
  TrainingResult piece(int index) throws IOException {
    return index < batches ? embed(index) : train(index);
  }

  private TrainingResult embed(int index) throws IOException {
    long start = System.nanoTime();
    if (index == 0) {
      shop.checkFree(captioner);
    }
    open.embed(SILENT);
    embedded++;
    return new TrainingResult(index, 0, false, null, millisSince(start));
  }

  private TrainingResult train(int index) throws IOException {
    CaptionTraining steps = begun();
    long start = System.nanoTime();
    CaptionTraining.Piece piece = steps.run();
    Double loss = piece.loss();
    if (piece.validation() && loss != null) {
      validationLoss = loss;
    }
    if (index == pieces - 1) {
      install();
    }
    return result(index, piece, start);
  }

  private CaptionTraining begun() throws IOException {
    CaptionTraining steps = training;
    if (steps == null) {
      while (!open.isEmbedded()) { // when someone emptied the cache meanwhile
        open.embed(SILENT);
      }
      steps = open.trainer(SILENT).start(open.manager());
      training = steps;
    }
    return steps;
  }

  private void install() throws IOException {
    shop.install(
        captioner,
        folder -> {
          open.write(folder.weights(), DataType.FLOAT32);
          folder.writeCard(
              CaptionerTrainer.KIND,
              description(),
              CaptionerTrainer.card(plan.parts(), shop.hub().catalog()));
        });
  }

  private String description() {
    return String.format(
        Locale.ROOT,
        "%s, trained by Attune on the captions of %d samples of %s (fingerprint %.12s):"
            + " %d epochs of batches of %d, rate %s, seed %d; validation loss %.3f nats a token.",
        plan.source().title(),
        limit,
        data.name(),
        data.fingerprint(),
        plan.recipe().epochs(),
        plan.recipe().batch(),
        plan.recipe().learningRate(),
        plan.recipe().seed(),
        validationLoss);
  }

  @Override
  public int next() {
    return training == null ? embedded : batches + training.next();
  }

  @Override
  void restart() {
    if (training != null) {
      training.close();
      training = null;
    }
    embedded = 0;
  }

  /** Embeddings are kept in their own cache: before the first step there is nothing to save. */
  @Override
  public void save(Path file) throws IOException {
    if (training != null) {
      training.save(file);
    }
  }

  @Override
  public void load(Path file) throws IOException {
    if (!open.isEmbedded()) {
      throw new TaskException("the embeddings are not in the cache any more");
    }
    try {
      begun().load(file);
      embedded = batches;
    } catch (WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    restart();
    open.close();
  }

  /** The runner tells how far a run is. */
  private static final class Silent implements CaptionerTraining.Log {
    @Override
    public void embedded(int done, int total) {}

    @Override
    public void progress(EpochLog.Progress progress) {}

    @Override
    public void validated(int epoch, double loss, @Nullable Double recall) {}
  }
}
