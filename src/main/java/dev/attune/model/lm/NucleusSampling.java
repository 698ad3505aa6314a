package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws every token from the smallest set of likeliest ones that holds the probability p (Holtzman
 * et al. 2020, arXiv 1904.09751).
 *
 * @param probability p, in (0, 1]
 * @param temperature that the logits are divided by, positive
 */
public record NucleusSampling(double probability, double temperature) {

  public NucleusSampling {
    if (!(probability > 0 && probability <= 1) || !(temperature > 0)) {
      throw new IllegalArgumentException(
          "nucleus sampling takes a probability in (0, 1] and a positive temperature, not %s and %s"
              .formatted(probability, temperature));
    }
  }

  /**
   * Draws sequences independently of each other.
   *
   * @param prefix (P, W) embeddings
   * @param decoding whose {@code returns} says how many; its beams are not looked at
   * @return the sequences in the order they were drawn
   * @throws IllegalArgumentException when prefix and text exceed the model's positions
   */
  public List<Generated> generate(
      CausalLm lm, NDArray prefix, Decoding decoding, RandomGenerator random) {
    lm.checkLength(prefix.getShape().get(0) + decoding.maxLength());
    List<Generated> result = new ArrayList<>();
    Scopes.run(
        () -> {
          try (CachedSequences running = new CachedSequences(lm, prefix.expandDims(0))) {
            result.addAll(draw(running, decoding, random));
          }
        });
    return result;
  }

  private List<Generated> draw(CachedSequences running, Decoding decoding, RandomGenerator random) {
    int count = decoding.returns();
    Sequence[] sequences = new Sequence[count];
    Arrays.setAll(sequences, i -> new Sequence(decoding));
    NDArray logits = Prompts.feed(running, decoding.prompt());
    int[] rows = new int[count]; // all begin with the one row of the prompt
    for (int length = decoding.prompt().size(); length < decoding.maxLength(); length++) {
      float[] values = logits.toFloatArray();
      int vocabulary = (int) logits.getShape().get(1);
      logits.close();
      long[] tokens = new long[count];
      for (int i = 0; i < count; i++) {
        int from = rows[i] * vocabulary;
        // one that ended runs along, unheard
        tokens[i] =
            sequences[i].ended
                ? decoding.endToken()
                : sequences[i].grow(Arrays.copyOfRange(values, from, from + vocabulary), random);
      }
      if (Arrays.stream(sequences).allMatch(s -> s.ended) || length + 1 == decoding.maxLength()) {
        break;
      }
      logits = running.advance(rows, tokens);
      rows = IntStream.range(0, count).toArray();
    }
    return Arrays.stream(sequences).map(Sequence::result).toList();
  }

  /** One sequence as it grows. */
  private final class Sequence {
    private final Decoding decoding;
    private long[] tokens;
    private double logProbability;
    private boolean ended;

    Sequence(Decoding decoding) {
      this.decoding = decoding;
      tokens = decoding.prompt().stream().mapToLong(t -> t).toArray();
    }

    /** Draws the next token from its logits. */
    long grow(float[] logits, RandomGenerator random) {
      if (tokens.length < decoding.minLength()) {
        logits[(int) decoding.endToken()] = Float.NEGATIVE_INFINITY;
      }
      double[] probabilities = softmax(logits);
      int token = pick(probabilities, random.nextDouble());
      logProbability += Math.log(probabilities[token]);
      tokens = Arrays.copyOf(tokens, tokens.length + 1);
      tokens[tokens.length - 1] = token;
      ended = token == decoding.endToken();
      return token;
    }

    Generated result() {
      int length = ended ? tokens.length - 1 : tokens.length;
      return new Generated(tokens, logProbability / Math.pow(length, decoding.lengthPenalty()));
    }
  }

  private double[] softmax(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float l : logits) {
      max = Math.max(max, l);
    }
    double[] p = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp((logits[i] - max) / temperature);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  /**
   * The token that a uniform number falls on among the likeliest; the one that reaches the
   * nucleus's probability still belongs to it.
   *
   * @param uniform in [0, 1)
   */
  private int pick(double[] probabilities, double uniform) {
    int[] order =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
            .mapToInt(i -> i)
            .toArray();
    int size = 0;
    double mass = 0;
    while (size < order.length && mass < probability) {
      mass += probabilities[order[size++]];
    }
    double left = uniform * mass;
    for (int i = 0; i < size - 1; i++) {
      left -= probabilities[order[i]];
      if (left < 0) {
        return order[i];
      }
    }
    return order[size - 1];
  }
}
