package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;

/** The half of an encoder that reads texts. Letters: N texts, L tokens, W width, E embedding. */
public interface TextTower {

  /**
   * Encodes texts of any lengths.
   *
   * @param manager owns the result
   * @param tokens N rows of the tokeniser's ids; what follows a text's end is not looked at
   * @return (N, E), not normalised
   */
  NDArray encode(NDManager manager, long[][] tokens);

  /**
   * Encodes texts of one length whose tokens are embedded already; the gradient reaches them.
   *
   * @param embedded (N, L, W), up to the texts' ends, without positions
   * @return (N, E), not normalised
   */
  NDArray encode(NDArray embedded);

  /**
   * Encodes texts.
   *
   * @param manager owns the result
   * @param tokens N rows of the tokeniser's ids
   * @return (N, E), normalised
   */
  default NDArray features(NDManager manager, long[][] tokens) {
    return Scopes.keep(() -> Nn.normalize(encode(manager, tokens)));
  }

  /** Number of a text's tokens up to its end, which counts. */
  int length(long[] tokens);

  /**
   * Prepares texts that begin alike except for some positions to be tuned.
   *
   * @param manager owns the prepared tensors
   * @param tokens N rows of ids; all share what stands before the context, and the context
   * @param context how many positions are replaced by context vectors
   * @throws IllegalArgumentException when a text ends within its context
   */
  PromptBatch prompts(NDManager manager, long[][] tokens, int context);

  /**
   * The embeddings of some ids: the rows of the token table.
   *
   * @param manager owns the result
   * @return (n, W), without positions
   */
  NDArray contextOf(NDManager manager, long[] ids);

  /**
   * The context vectors that a prompt's own words are, from which tuning starts.
   *
   * @param manager owns the result
   * @param prompt ids of a text that {@link #prompts} takes
   * @param context n, how many positions
   * @return (n, W), without positions
   */
  NDArray contextOf(NDManager manager, long[] prompt, int context);

  /** W. */
  int width();
}
