package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.caption.CaptionText;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmConfig;
import dev.attune.model.lm.TokenRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Trains a small language model from scratch, on paragraphs: several captions of one picture, one
 * after the other. So it learns not only the captions' grammar but also to go by what stands
 * before, which a mapping network's prefix relies on.
 */
public final class LmTrainer {
  private static final int PERPLEXITY_BATCH = 64;

  private final LmConfig config;
  private final long seed;
  private final Schedule schedule;
  private final LongFunction<List<String>> paragraphs;
  private final CaptionText text;
  private final TrainingLog log;

  /**
   * @param paragraphs an endless stream; the same index always gives the same captions
   * @param seed of the initial weights
   */
  public LmTrainer(
      LmConfig config,
      long seed,
      Schedule schedule,
      LongFunction<List<String>> paragraphs,
      CaptionText text,
      TrainingLog log) {
    this.config = config;
    this.seed = seed;
    this.schedule = schedule;
    this.paragraphs = paragraphs;
    this.text = text;
    this.log = log;
  }

  /**
   * Trains a model from random weights, or from the checkpoint when there is one.
   *
   * @param manager owns the model
   */
  public CausalLm train(NDManager manager, Path checkpoint)
      throws IOException, InterruptedException {
    CausalLm lm = LmInit.draw(config, seed, manager);
    new Training<>(schedule, this::batch, log)
        .run(
            manager,
            lm.parameters(),
            lm.weights(),
            checkpoint,
            rows -> losses(lm, manager, rows).mean());
    return lm;
  }

  private TokenRows batch(int step) {
    long first = (long) step * schedule.batch();
    List<long[]> texts =
        LongStream.range(first, first + schedule.batch())
            .mapToObj(i -> paragraph(paragraphs.apply(i)))
            .toList();
    return rows(texts);
  }

  /** Captions with their start and end tokens, as many whole ones as there are positions for. */
  private long[] paragraph(List<String> captions) {
    long[] tokens = {};
    for (String caption : captions) {
      long[] own = ended(caption);
      if (tokens.length + own.length > config.positions()) {
        break;
      }
      int before = tokens.length;
      tokens = Arrays.copyOf(tokens, before + own.length);
      System.arraycopy(own, 0, tokens, before, own.length);
    }
    if (tokens.length == 0) {
      throw new IllegalArgumentException(
          "a caption exceeds the model's %d positions: %s"
              .formatted(config.positions(), captions.get(0)));
    }
    return tokens;
  }

  private long[] ended(String caption) {
    long[] ids = text.encode(caption);
    long[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = text.endToken();
    return ended;
  }

  /**
   * The perplexity of captions, each by itself: {@code exp} of the mean cross-entropy of a token,
   * the end token included and the start token not.
   */
  public double perplexity(CausalLm lm, NDManager manager, List<String> captions) {
    double sum = 0;
    long tokens = 0;
    for (int from = 0; from < captions.size(); from += PERPLEXITY_BATCH) {
      int to = Math.min(captions.size(), from + PERPLEXITY_BATCH);
      TokenRows rows = rows(captions.subList(from, to).stream().map(this::ended).toList());
      double[] ofBatch = new double[1];
      Scopes.run(() -> ofBatch[0] = losses(lm, manager, rows).sum().getFloat());
      sum += ofBatch[0];
      tokens += IntStream.range(0, rows.rows()).map(i -> rows.length(i) - 1).sum();
    }
    return Math.exp(sum / tokens);
  }

  /** What fills a row up is neither seen nor to be predicted. */
  private static TokenRows rows(List<long[]> texts) {
    return new TokenRows(texts, 0);
  }

  /** The cross-entropies of all tokens but the first of each row and the padding. */
  private static NDArray losses(CausalLm lm, NDManager manager, TokenRows rows) {
    int length = rows.length() - 1;
    int[] places =
        IntStream.range(0, rows.rows() * length)
            .filter(i -> i % length < rows.length(i / length) - 1)
            .toArray();
    long[] ids = rows.ids();
    long[] targets =
        IntStream.of(places)
            .mapToLong(i -> ids[i / length * (length + 1) + i % length + 1])
            .toArray();
    NDArray hidden =
        lm.hidden(rows.inputs(lm, manager), rows.inputMask(0))
            .reshape((long) rows.rows() * length, lm.config().embedding());
    NDArray index =
        Nn.fromHost(
            manager, IntStream.of(places).asLongStream().toArray(), new Shape(places.length));
    return lm.crossEntropy(hidden.get(new NDIndex("{}", index)), targets);
  }
}
