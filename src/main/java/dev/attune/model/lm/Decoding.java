package dev.attune.model.lm;

import java.util.List;

/**
 * How text is generated; the words are those of Hugging Face's {@code generate}.
 *
 * @param beams sequences that are followed at once, 1 for greedy search
 * @param returns sequences that are wanted, at most {@code beams}
 * @param minLength tokens, the prompt's included, before which none may end
 * @param maxNewTokens most tokens after the prompt
 * @param lengthPenalty exponent of the length that a score is divided by
 * @param earlyStopping whether to stop once {@code beams} sequences ended, however good the others
 * @param prompt tokens that every sequence begins with, at least one
 * @param endToken ends a sequence
 */
public record Decoding(
    int beams,
    int returns,
    int minLength,
    int maxNewTokens,
    double lengthPenalty,
    boolean earlyStopping,
    List<Long> prompt,
    long endToken) {

  public Decoding {
    prompt = List.copyOf(prompt);
    if (beams < 1 || returns < 1 || returns > beams) {
      throw new IllegalArgumentException(
          "%d sequences cannot be returned from %d beams".formatted(returns, beams));
    }
    if (maxNewTokens < 1) {
      throw new IllegalArgumentException("maxNewTokens must be positive");
    }
    if (prompt.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs a token");
    }
  }

  /** The papers' captions: no least length, length penalty 1 (ALGORITHMS 4, Captioning). */
  public static Decoding captions(
      int beams, int returns, int maxNewTokens, long startToken, long endToken) {
    return new Decoding(beams, returns, 1, maxNewTokens, 1, false, List.of(startToken), endToken);
  }

  /** Most tokens of a sequence, its prompt included. */
  int maxLength() {
    return prompt.size() + maxNewTokens;
  }
}
