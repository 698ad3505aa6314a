package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.ImageTower;
import dev.attune.encoder.PromptBatch;
import dev.attune.encoder.TextTower;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.TransformerBlock;
import dev.attune.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * SigLIP's and CLIPA's text transformer. Every token sees all others, the padding too, as it was
 * trained; so all texts have one length, and nothing is shared between them. The last position's
 * output is the text's. Letters: N texts, L tokens, W width, E embedding.
 */
public final class PaddedTextTower implements TextTower {
  private final Weights weights;
  private final List<TransformerBlock> blocks;
  private final int start;
  private final UnaryOperator<NDArray> head;
  private final int length;
  private final int width;

  /**
   * A tower over its blocks.
   *
   * @param weights with CLIP's names of the tables of tokens and positions
   * @param start how many tokens stand before a text's words
   * @param head from the last position's output to the text's features: (n, W) -> (n, E)
   */
  public PaddedTextTower(
      Weights weights, List<TransformerBlock> blocks, int start, UnaryOperator<NDArray> head) {
    this.weights = weights;
    this.blocks = List.copyOf(blocks);
    this.start = start;
    this.head = head;
    Shape positions = weights.get("positional_embedding").getShape();
    length = (int) positions.get(0);
    width = (int) positions.get(1);
  }

  @Override
  public NDArray encode(NDManager manager, long[][] tokens) {
    return Scopes.keep(() -> inParts(tokens, part -> encode(embed(manager, part, 0, length))));
  }

  @Override
  public NDArray encode(NDArray embedded) {
    return Scopes.keep(
        () -> {
          NDArray x = embedded.add(weights.get("positional_embedding"));
          for (TransformerBlock block : blocks.subList(0, blocks.size() - 1)) {
            x = block.forward(x, null);
          }
          NDArray last = blocks.get(blocks.size() - 1).forwardAt(x, length - 1);
          return head.apply(last.squeeze(1));
        });
  }

  /** All tokens: the padding counts. */
  @Override
  public int length(long[] tokens) {
    return tokens.length;
  }

  /** The context is the text's first positions after what stands before all texts. */
  @Override
  public PromptBatch prompts(NDManager manager, long[][] tokens, int context) {
    int behind = start + context;
    for (int n = 0; n < tokens.length; n++) {
      long[] rest =
          Arrays.copyOfRange(tokens[n], Math.min(behind, tokens[n].length), tokens[n].length);
      if (Arrays.stream(rest).distinct().count() < 2) { // nothing but padding, or the end token
        throw new IllegalArgumentException("text %d ends within its context".formatted(n));
      }
    }
    NDArray before = embed(manager, tokens, 0, start);
    NDArray after = embed(manager, tokens, behind, length);
    return vectors ->
        Scopes.keep(
            () -> {
              // added to zeros, so that each text has the context
              NDArray each =
                  vectors
                      .getManager()
                      .zeros(new Shape(tokens.length, context, width()))
                      .add(vectors);
              NDList parts = start == 0 ? new NDList(each, after) : new NDList(before, each, after);
              return encode(NDArrays.concat(parts, 1));
            });
  }

  @Override
  public NDArray contextOf(NDManager manager, long[] ids) {
    NDArray index = Nn.fromHost(manager, ids, new Shape(ids.length));
    return weights.get(ClipParameters.TABLE).get(manager, new NDIndex("{}", index));
  }

  @Override
  public NDArray contextOf(NDManager manager, long[] prompt, int context) {
    return contextOf(manager, Arrays.copyOfRange(prompt, start, start + context));
  }

  @Override
  public int width() {
    return width;
  }

  /** Embeds the positions {@code from..to}: (N, to - from, W), without positions. */
  private NDArray embed(NDManager manager, long[][] tokens, int from, int to) {
    return Scopes.keep(
        () -> {
          long[] flat =
              Arrays.stream(tokens).flatMapToLong(row -> Arrays.stream(row, from, to)).toArray();
          return contextOf(manager, flat).reshape(tokens.length, to - from, width());
        });
  }

  /** As many texts at a time as fit the processor's caches. */
  private NDArray inParts(long[][] tokens, Function<long[][], NDArray> encode) {
    long hidden = weights.get("transformer.resblocks.0.mlp.c_fc.weight").getShape().get(0);
    long widest = length * hidden;
    int part = (int) Math.max(1, ImageTower.BATCH_FLOATS / widest);
    NDList features = new NDList();
    for (int from = 0; from < tokens.length; from += part) {
      features.add(
          encode.apply(Arrays.copyOfRange(tokens, from, Math.min(tokens.length, from + part))));
    }
    // DJL joins a single array by copying it, and the copy has lost its graph
    return features.size() == 1 ? features.get(0) : NDArrays.concat(features, 0);
  }
}
