package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Beam search as Hugging Face transformers 4.21 does it (ALGORITHMS 4, Captioning): every step
 * looks at the best {@code 2 * beams} continuations; an end token counts only among the first
 * {@code beams} of them; scores are normalised by the length that counts the prompt but not the end
 * token. With one beam it is greedy search.
 */
public final class BeamSearch {
  private final Decoding decoding;
  private final Hypotheses finished;
  private List<long[]> sequences;
  private float[] scores = {0};

  private BeamSearch(Decoding decoding) {
    this.decoding = decoding;
    finished = new Hypotheses(decoding);
    sequences = List.of(decoding.prompt().stream().mapToLong(t -> t).toArray());
  }

  /**
   * Generates from a prefix, which is computed once for all beams.
   *
   * @param prefix (P, W) embeddings
   * @return the best sequences, best first
   * @throws IllegalArgumentException when prefix and text exceed the model's positions
   */
  public static List<Generated> generate(CausalLm lm, NDArray prefix, Decoding decoding) {
    lm.checkLength(prefix.getShape().get(0) + decoding.maxLength());
    List<Generated> result = new ArrayList<>();
    Scopes.run(
        () -> {
          try (CachedSequences running = new CachedSequences(lm, prefix.expandDims(0))) {
            result.addAll(search(running, decoding));
          }
        });
    return result;
  }

  /** Generates by growing the given sequences, which must be empty. */
  public static List<Generated> search(RunningSequences running, Decoding decoding) {
    BeamSearch search = new BeamSearch(decoding);
    Scopes.run(() -> search.run(running));
    return search.finished.best(decoding.returns());
  }

  private void run(RunningSequences running) {
    int length = decoding.prompt().size();
    NDArray logits = Prompts.feed(running, decoding.prompt());
    boolean done = false;
    while (!done && length < decoding.maxLength()) {
      Step step = step(logits, length);
      logits.close();
      done = finished.done(step.best(), length);
      length++;
      if (!done && length < decoding.maxLength()) {
        logits = running.advance(step.parents(), step.tokens());
      }
    }
    if (!done) {
      for (int i = 0; i < scores.length; i++) {
        finished.add(sequences.get(i), scores[i], length);
      }
    }
  }

  /** Continues every sequence by one token, and lets those end that do. */
  private Step step(NDArray logits, int length) {
    int vocabulary = (int) logits.getShape().get(1);
    int wanted = (int) Math.min(2L * decoding.beams(), logits.size());
    long[] places = new long[wanted];
    float[] values = new float[wanted];
    Scopes.run(
        () -> {
          NDArray logProbabilities = logits.logSoftmax(1);
          if (length < decoding.minLength()) {
            NDIndex end = new NDIndex(":, {}", decoding.endToken());
            logProbabilities.set(end, Float.NEGATIVE_INFINITY);
          }
          NDArray soFar = Nn.fromHost(logits.getManager(), scores, new Shape(scores.length, 1));
          NDList top = logProbabilities.add(soFar).reshape(1, -1).topK(wanted, 1, true, true);
          System.arraycopy(top.get(0).toFloatArray(), 0, values, 0, wanted);
          System.arraycopy(top.get(1).toLongArray(), 0, places, 0, wanted);
        });
    List<long[]> grown = new ArrayList<>();
    int beams = decoding.beams();
    int[] parents = new int[beams];
    long[] tokens = new long[beams];
    float[] next = new float[beams];
    for (int rank = 0; rank < wanted && grown.size() < beams; rank++) {
      int parent = (int) (places[rank] / vocabulary);
      long token = places[rank] % vocabulary;
      long[] sequence = Arrays.copyOf(sequences.get(parent), length + 1);
      sequence[length] = token;
      if (token != decoding.endToken()) {
        int i = grown.size();
        parents[i] = parent;
        tokens[i] = token;
        next[i] = values[rank];
        grown.add(sequence);
      } else if (rank < beams) {
        finished.add(sequence, values[rank], length);
      }
    }
    sequences = grown;
    scores = Arrays.copyOf(next, grown.size());
    return new Step(
        Arrays.copyOf(parents, grown.size()), Arrays.copyOf(tokens, grown.size()), values[0]);
  }

  /**
   * How the sequences go on.
   *
   * @param best log-probability of the best continuation, ended or not
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Step(int[] parents, long[] tokens, double best) {}
}
