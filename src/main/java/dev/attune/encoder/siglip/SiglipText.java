package dev.attune.encoder.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.ImageTower;
import dev.attune.encoder.PromptBatch;
import dev.attune.encoder.TextTower;
import dev.attune.encoder.clip.ClipParameters;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.TransformerBlock;
import dev.attune.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * SigLIP's text transformer. Every token sees all others, the padding too, as it was trained; so
 * all texts have one length, and nothing is shared between them. The last position's output is the
 * text's. Letters: N texts, L tokens, W width, E embedding.
 */
final class SiglipText implements TextTower {
  private final SiglipConfig config;
  private final Weights weights;
  private final List<TransformerBlock> blocks;

  SiglipText(SiglipConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    blocks = SiglipVision.blocks(weights, SiglipConfig.TEXT_BLOCKS, config.text());
  }

  @Override
  public NDArray encode(NDManager manager, long[][] tokens) {
    return Scopes.keep(() -> inParts(tokens, part -> encode(embed(manager, part, 0))));
  }

  @Override
  public NDArray encode(NDArray embedded) {
    return Scopes.keep(
        () -> {
          NDArray x = embedded.add(weights.get("positional_embedding"));
          for (TransformerBlock block : blocks.subList(0, blocks.size() - 1)) {
            x = block.forward(x, null);
          }
          NDArray last = blocks.get(blocks.size() - 1).forwardAt(x, config.contextLength() - 1);
          NDArray y =
              Nn.layerNorm(
                  last.squeeze(1),
                  weights.get("ln_final.weight"),
                  weights.get("ln_final.bias"),
                  config.text().epsilon());
          return config.projected()
              ? Nn.linear(
                  y, weights.get("text_projection.weight"), weights.get("text_projection.bias"))
              : y;
        });
  }

  /** All tokens: the padding counts. */
  @Override
  public int length(long[] tokens) {
    return tokens.length;
  }

  /** The context is the text's first positions: no start token stands before it. */
  @Override
  public PromptBatch prompts(NDManager manager, long[][] tokens, int context) {
    for (int n = 0; n < tokens.length; n++) {
      long[] rest =
          Arrays.copyOfRange(tokens[n], Math.min(context, tokens[n].length), tokens[n].length);
      if (Arrays.stream(rest).distinct().count() < 2) { // nothing but padding, or the end token
        throw new IllegalArgumentException("text %d ends within its context".formatted(n));
      }
    }
    NDArray after = embed(manager, tokens, context);
    return vectors ->
        Scopes.keep(
            () -> {
              // added to zeros, so that each text has the context
              NDArray each =
                  vectors
                      .getManager()
                      .zeros(new Shape(tokens.length, context, width()))
                      .add(vectors);
              return encode(NDArrays.concat(new NDList(each, after), 1));
            });
  }

  @Override
  public NDArray contextOf(NDManager manager, long[] ids) {
    NDArray index = Nn.fromHost(manager, ids, new Shape(ids.length));
    return weights.get(ClipParameters.TABLE).get(manager, new NDIndex("{}", index));
  }

  @Override
  public NDArray contextOf(NDManager manager, long[] prompt, int context) {
    return contextOf(manager, Arrays.copyOf(prompt, context));
  }

  @Override
  public int width() {
    return config.text().width();
  }

  /** Embeds the positions from {@code from} on: (N, L - from, W), without positions. */
  private NDArray embed(NDManager manager, long[][] tokens, int from) {
    return Scopes.keep(
        () -> {
          long[] flat =
              Arrays.stream(tokens).flatMapToLong(row -> Arrays.stream(row).skip(from)).toArray();
          return contextOf(manager, flat)
              .reshape(tokens.length, flat.length / tokens.length, width());
        });
  }

  /** As many texts at a time as fit the processor's caches. */
  private NDArray inParts(long[][] tokens, Function<long[][], NDArray> encode) {
    long widest = (long) config.contextLength() * config.text().hidden();
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
