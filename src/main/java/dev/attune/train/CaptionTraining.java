package dev.attune.train;

import ai.djl.ndarray.NDManager;
import dev.attune.method.gradient.AdamW;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.TokenRows;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A training of a mapping network under way. */
public final class CaptionTraining extends PieceTraining {
  private static final double EPS = 1e-6;

  private final CaptionRecipe recipe;
  private final MappingNetwork mapping;
  private final CausalLm lm;
  private final CaptionExamples examples;
  private final CaptionExamples validation;
  private final CaptionBatches batches;
  private final AdamW optimizer;
  private double validationSum;
  private long validationTokens;

  CaptionTraining(
      CaptionRecipe recipe,
      MappingNetwork mapping,
      CausalLm lm,
      CaptionExamples examples,
      CaptionExamples validation,
      NDManager manager) {
    this(recipe, mapping, lm, examples, validation, manager, new CaptionBatches(examples, recipe));
  }

  private CaptionTraining(
      CaptionRecipe recipe,
      MappingNetwork mapping,
      CausalLm lm,
      CaptionExamples examples,
      CaptionExamples validation,
      NDManager manager,
      CaptionBatches batches) {
    super(
        manager,
        recipe.epochs(),
        batches.batch(),
        batches.stepsPerEpoch(),
        validationBatches(recipe, validation.size()));
    this.recipe = recipe;
    this.mapping = mapping;
    this.lm = lm;
    this.examples = examples;
    this.validation = validation;
    this.batches = batches;
    Nn.recordOnlyWhenAsked();
    mapping.parameters().forEach(p -> p.array().setRequiresGradient(true));
    optimizer = new AdamW(manager, mapping.parameters(), EPS);
  }

  /** Pieces of a training on so many captions. */
  public static int pieces(CaptionRecipe recipe, int examples, int validation) {
    int steps = examples / Math.min(recipe.batch(), examples);
    return Math.multiplyExact(recipe.epochs(), steps + validationBatches(recipe, validation));
  }

  private static int validationBatches(CaptionRecipe recipe, int validation) {
    return (validation + recipe.batch() - 1) / recipe.batch();
  }

  @Override
  double step(int step) {
    TokenRows captions = rows(examples, batches.examples(step));
    double loss =
        finite(
            step,
            CaptionTrainer.gradients(manager(), mapping, lm, batches.embeddings(step), captions));
    optimizer.step(recipe.rate(step, steps()), recipe.weightDecay());
    return loss;
  }

  /** Mean cross-entropy of a token over the validation captions, without noise. */
  @Override
  @Nullable Measured validate(int part) {
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
                CaptionTrainer.losses(manager(), mapping, lm, validation.embeddings(rows), captions)
                    .sum()
                    .getFloat());
    validationTokens += IntStream.range(0, captions.rows()).map(captions::length).sum();
    return to == validation.size() ? new Measured(validationSum / validationTokens, null) : null;
  }

  /** What fills a row up is neither seen nor to be predicted. */
  private static TokenRows rows(CaptionExamples examples, int[] rows) {
    return new TokenRows(examples.tokens(rows), 0);
  }

  @Override
  Checkpoint checkpoint(Path file) {
    return new Checkpoint(file, mapping.weights(), List.of(optimizer));
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
