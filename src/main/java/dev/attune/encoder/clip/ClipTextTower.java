package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.TextTower;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.TransformerBlock;
import dev.attune.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * CLIP's text transformer (ALGORITHMS 1). It is causal, so it never encodes what stands after a
 * text's end token, and texts that share their beginning share its computation (ALGORITHMS 6.1,
 * 6.2). Letters: N texts, L tokens, P shared tokens, W width, E embedding.
 */
final class ClipTextTower implements TextTower {
  private final ClipConfig config;
  private final Weights weights;
  private final List<TransformerBlock> blocks = new ArrayList<>();

  private ClipTextTower(ClipConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    for (int i = 0; i < config.textLayers(); i++) {
      blocks.add(
          new TransformerBlock(
              weights, "transformer.resblocks." + i, config.textHeads(), config.activation()));
    }
  }

  /** The text tower of a CLIP, or of a CLIPA, which is not causal. */
  static TextTower of(ClipConfig config, Weights weights) {
    ClipTextTower tower = new ClipTextTower(config, weights);
    return config.textForm().padded()
        ? new PaddedTextTower(weights, tower.blocks, 1, tower::project)
        : tower;
  }

  /** Those of one length together. */
  @Override
  public NDArray encode(NDManager manager, long[][] tokens) {
    return Scopes.keep(
        () -> {
          NDList features = new NDList();
          List<Integer> order = new ArrayList<>();
          byLength(tokens)
              .forEach(
                  (length, rows) -> {
                    features.add(encodeEqual(embed(manager, tokens, rows, 0, length)));
                    order.addAll(rows);
                  });
          return inOrder(features, order);
        });
  }

  /**
   * Encodes texts with prompts behind the start token, other ones in each layer (Yang et al. 2024,
   * arXiv 2401.10588; ALGORITHMS 5). What a layer makes of a prompt the next one overwrites, so the
   * prompts are only attended to. No position is added to them, and none of a text's is taken.
   *
   * @param manager owns the result
   * @param tokens N rows of the tokeniser's ids
   * @param prompts (P, n, W); of the tower's layers the first P are run, or all where P is more
   * @return (N, E), not normalised
   */
  NDArray encode(NDManager manager, long[][] tokens, NDArray prompts) {
    return Scopes.keep(
        () -> {
          NDArray start = embed(manager, tokens, List.of(0), 0, 1);
          List<TransformerBlock.Prefix> prefixes = new ArrayList<>();
          for (int i = 0; i < Math.min(blocks.size(), prompts.getShape().get(0)); i++) {
            NDArray own = prompts.get(new NDIndex("{}:{}", i, i + 1));
            prefixes.add(blocks.get(i).prefix(NDArrays.concat(new NDList(start, own), 1)));
            start = blocks.get(i).forward(start, null);
          }
          NDList features = new NDList();
          List<Integer> order = new ArrayList<>();
          byLength(tokens)
              .forEach(
                  (length, rows) -> {
                    features.add(after(embed(manager, tokens, rows, 1, length), prefixes, manager));
                    order.addAll(rows);
                  });
          return inOrder(features, order);
        });
  }

  /** What the start token is before each block: (layers, W). */
  NDArray startStates(NDManager manager, long start) {
    return Scopes.keep(
        () -> {
          NDArray x = embed(manager, new long[][] {{start}}, List.of(0), 0, 1);
          NDList states = new NDList();
          for (TransformerBlock block : blocks) {
            states.add(x.squeeze(1));
            x = block.forward(x, null);
          }
          return NDArrays.concat(states, 0);
        });
  }

  /** The rows of each length. */
  private TreeMap<Integer, List<Integer>> byLength(long[][] tokens) {
    TreeMap<Integer, List<Integer>> byLength = new TreeMap<>();
    for (int n = 0; n < tokens.length; n++) {
      byLength.computeIfAbsent(length(tokens[n]), l -> new ArrayList<>()).add(n);
    }
    return byLength;
  }

  @Override
  public NDArray encode(NDArray embedded) {
    return Scopes.keep(
        () -> {
          NDIndex places = new NDIndex("0:{}", embedded.getShape().get(1));
          NDArray positions =
              weights.get("positional_embedding").get(embedded.getManager(), places);
          return encodeEqual(embedded.add(positions));
        });
  }

  /** Number of tokens up to the first end-of-text token, the row's highest id if none is told. */
  @Override
  public int length(long[] tokens) {
    Integer told = config.textForm().end();
    long id = told == null ? Arrays.stream(tokens).max().orElseThrow() : told;
    int end = 0;
    while (end < tokens.length - 1 && tokens[end] != id) {
      end++;
    }
    return end + 1;
  }

  /** Texts of one length: embedded (n, L, W) -> (n, E). */
  private NDArray encodeEqual(NDArray embedded) {
    return Scopes.keep(
        () -> {
          long length = embedded.getShape().get(1);
          NDArray mask = Nn.causalMask(embedded.getManager(), (int) length);
          NDArray x = embedded;
          for (int i = 0; i < blocks.size() - 1; i++) {
            x = blocks.get(i).forward(x, mask);
          }
          return project(blocks.get(blocks.size() - 1).forwardAt(x, length - 1).squeeze(1));
        });
  }

  /** The context stands after the start token. */
  @Override
  public ClipPrompts prompts(NDManager manager, long[][] tokens, int context) {
    int shared = 1 + context;
    TreeMap<Integer, List<Integer>> byLength = byLength(tokens);
    byLength.headMap(shared, true).values().stream()
        .flatMap(List::stream)
        .min(Integer::compare)
        .ifPresent(
            n -> {
              throw new IllegalArgumentException("text %d ends within its context".formatted(n));
            });
    NDList suffixes = new NDList();
    List<Integer> order = new ArrayList<>();
    byLength.forEach(
        (length, rows) -> {
          suffixes.add(embed(manager, tokens, rows, shared, length));
          order.addAll(rows);
        });
    NDArray start = embed(manager, tokens, List.of(0), 0, 1);
    return new ClipPrompts(this, start, suffixes, order, context);
  }

  /** Prompts with context vectors (n_ctx, W) -> (N, E). */
  NDArray encode(ClipPrompts prompts, NDArray context) {
    return Scopes.keep(
        () -> {
          NDManager manager = context.getManager();
          NDArray positions =
              weights
                  .get("positional_embedding")
                  .get(manager, new NDIndex("1:{}", 1 + prompts.context()));
          NDArray x =
              NDArrays.concat(new NDList(prompts.start(), context.add(positions).expandDims(0)), 1);
          NDArray mask = Nn.causalMask(manager, 1 + prompts.context());
          List<TransformerBlock.Prefix> prefixes = new ArrayList<>();
          for (int i = 0; i < blocks.size(); i++) {
            prefixes.add(blocks.get(i).prefix(x));
            if (i < blocks.size() - 1) {
              x = blocks.get(i).forward(x, mask);
            }
          }
          NDList features = new NDList();
          for (NDArray suffix : prompts.suffixes()) {
            features.add(after(suffix, prefixes, manager));
          }
          return inOrder(features, prompts.order());
        });
  }

  /** Suffixes of one length after the shared prefix: (n, L, W) -> (n, E). */
  private NDArray after(NDArray suffix, List<TransformerBlock.Prefix> prefixes, NDManager manager) {
    return Scopes.keep(
        () -> {
          NDArray mask = Nn.causalMask(manager, (int) suffix.getShape().get(1));
          NDArray x = suffix;
          for (int i = 0; i < prefixes.size(); i++) {
            boolean last = i == prefixes.size() - 1;
            x = blocks.get(i).forwardBehind(x, prefixes.get(i), mask, last);
          }
          return project(x.squeeze(1));
        });
  }

  @Override
  public NDArray contextOf(NDManager manager, long[] ids) {
    return weights.get(ClipParameters.TABLE).get(manager, new NDIndex("{}", ids(manager, ids)));
  }

  @Override
  public NDArray contextOf(NDManager manager, long[] prompt, int context) {
    return contextOf(manager, Arrays.copyOfRange(prompt, 1, 1 + context));
  }

  @Override
  public int width() {
    return config.textWidth();
  }

  /** Embeds positions {@code from..to} of some rows: (n, to - from, W), positions added. */
  private NDArray embed(NDManager manager, long[][] tokens, List<Integer> rows, int from, int to) {
    long[] flat = new long[rows.size() * (to - from)];
    int i = 0;
    for (int row : rows) {
      for (int t = from; t < to; t++) {
        flat[i++] = tokens[row][t];
      }
    }
    return Scopes.keep(
        () ->
            contextOf(manager, flat)
                .reshape(rows.size(), to - from, config.textWidth())
                .add(
                    weights
                        .get("positional_embedding")
                        .get(manager, new NDIndex("{}:{}", from, to))));
  }

  /** Final LayerNorm and projection of one token a text: (n, W) -> (n, E). */
  private NDArray project(NDArray x) {
    return Nn.layerNorm(x, weights.get("ln_final.weight"), weights.get("ln_final.bias"))
        .matMul(weights.get("text_projection"));
  }

  /** Joins the groups and puts row i back to place {@code order[i]}. */
  private static NDArray inOrder(NDList groups, List<Integer> order) {
    // DJL joins a single array by copying it, and the copy has lost its graph
    NDArray joined = groups.size() == 1 ? groups.get(0) : NDArrays.concat(groups, 0);
    long[] place = new long[order.size()];
    boolean sorted = true;
    for (int i = 0; i < place.length; i++) {
      place[order.get(i)] = i;
      sorted &= order.get(i) == i;
    }
    return sorted ? joined : joined.get(new NDIndex("{}", ids(joined.getManager(), place)));
  }

  private static NDArray ids(NDManager manager, long[] ids) {
    return Nn.fromHost(manager, ids, new Shape(ids.length));
  }
}
