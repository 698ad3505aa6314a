package dev.attune.train;

import ai.djl.ndarray.NDManager;
import dev.attune.method.gradient.AdamW;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.TokenRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A caption training under way, in small pieces of work: a step, or a batch of the validation that
 * follows every epoch. A checkpoint decides all that follows, to the last digit.
 */
public final class CaptionTraining implements AutoCloseable {
  private static final double EPS = 1e-6;

  private final CaptionRecipe recipe;
  private final MappingNetwork mapping;
  private final CausalLm lm;
  private final CaptionExamples examples;
  private final CaptionExamples validation;
  private final CaptionBatches batches;
  private final NDManager manager;
  private final AdamW optimizer;
  private final int stepsPerEpoch;
  private final int piecesPerEpoch;
  private int next;
  private double validationSum;
  private long validationTokens;

  CaptionTraining(
      CaptionRecipe recipe,
      MappingNetwork mapping,
      CausalLm lm,
      CaptionExamples examples,
      CaptionExamples validation,
      NDManager manager) {
    this.recipe = recipe;
    this.mapping = mapping;
    this.lm = lm;
    this.examples = examples;
    this.validation = validation;
    this.manager = manager;
    batches = new CaptionBatches(examples, recipe);
    stepsPerEpoch = batches.stepsPerEpoch();
    piecesPerEpoch = stepsPerEpoch + validationBatches(recipe, validation.size());
    Nn.recordOnlyWhenAsked();
    mapping.parameters().forEach(p -> p.array().setRequiresGradient(true));
    optimizer = new AdamW(manager, mapping.parameters(), EPS);
  }

  /**
   * What a piece gave.
   *
   * @param step steps done
   * @param validation whether it is a part of the validation after this step
   * @param loss of the step, or mean cross-entropy of a token over the validation captions, without
   *     noise; null while parts of the validation are missing
   */
  public record Piece(int step, boolean validation, @Nullable Double loss) {}

  /** Pieces of a training on so many captions. */
  public static int pieces(CaptionRecipe recipe, int examples, int validation) {
    int steps = examples / Math.min(recipe.batch(), examples);
    return Math.multiplyExact(recipe.epochs(), steps + validationBatches(recipe, validation));
  }

  private static int validationBatches(CaptionRecipe recipe, int validation) {
    return (validation + recipe.batch() - 1) / recipe.batch();
  }

  /** The piece that comes next, from 0. */
  public int next() {
    return next;
  }

  boolean isOver() {
    return next == recipe.epochs() * piecesPerEpoch;
  }

  /** Whether the next piece is a part of a validation. */
  boolean validates() {
    return next % piecesPerEpoch >= stepsPerEpoch;
  }

  /** Examples a step. */
  int batch() {
    return batches.batch();
  }

  /** Steps of the whole training. */
  int steps() {
    return recipe.epochs() * stepsPerEpoch;
  }

  /** Steps done. */
  int done() {
    return next / piecesPerEpoch * stepsPerEpoch + Math.min(next % piecesPerEpoch, stepsPerEpoch);
  }

  int epoch(Piece piece) {
    return piece.step() / stepsPerEpoch;
  }

  /**
   * Runs the next piece.
   *
   * @throws IllegalStateException when a loss is not finite
   */
  public Piece run() {
    int part = next % piecesPerEpoch - stepsPerEpoch;
    Double loss = part < 0 ? (Double) step(done()) : validate(part);
    next++;
    return new Piece(done(), part >= 0, loss);
  }

  private double step(int step) {
    TokenRows captions = rows(examples, batches.examples(step));
    double loss =
        CaptionTrainer.gradients(manager, mapping, lm, batches.embeddings(step), captions);
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("the loss of step %d is not finite".formatted(step));
    }
    optimizer.step(recipe.rate(step, steps()), recipe.weightDecay());
    return loss;
  }

  private @Nullable Double validate(int part) {
    if (part == 0) {
      validationSum = 0;
      validationTokens = 0;
    }
    int from = part * recipe.batch();
    int to = Math.min(validation.size(), from + recipe.batch());
    int[] rows = IntStream.range(from, to).toArray();
    TokenRows captions = rows(validation, rows);
    Scopes.run(
        () ->
            validationSum +=
                CaptionTrainer.losses(manager, mapping, lm, validation.embeddings(rows), captions)
                    .sum()
                    .getFloat());
    validationTokens += IntStream.range(0, captions.rows()).map(captions::length).sum();
    return to == validation.size() ? validationSum / validationTokens : null;
  }

  /** What fills a row up is neither seen nor to be predicted. */
  private static TokenRows rows(CaptionExamples examples, int[] rows) {
    return new TokenRows(examples.tokens(rows), 0);
  }

  /** Writes weights, moments and the number of steps; the file is replaced as a whole. */
  public void save(Path file) throws IOException {
    checkpoint(file).save(done(), manager);
  }

  /**
   * Goes on from a file. A validation that was under way begins anew.
   *
   * @throws dev.attune.weights.WeightsException when it is of another model
   */
  public void load(Path file) {
    int done = checkpoint(file).resume(manager);
    next =
        done == 0
            ? 0
            : (done - 1) / stepsPerEpoch * piecesPerEpoch + (done - 1) % stepsPerEpoch + 1;
  }

  /** Leaves out the validation that comes next, if one does: it is known. */
  void passValidation() {
    if (validates()) {
      next += piecesPerEpoch - stepsPerEpoch;
    }
  }

  private Checkpoint checkpoint(Path file) {
    return new Checkpoint(file, mapping.weights(), List.of(optimizer));
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
