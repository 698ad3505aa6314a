package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.KeyValueCache;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.model.TransformerBlock;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A decoder-only language model, OPT or GPT-2: learned positions, blocks, output tied to the token
 * embeddings (ALGORITHMS 4, Captioning). It takes embeddings, so that a sequence may begin with a
 * prefix that is no text. Its tensors belong to the manager it was loaded with; results belong to
 * their input's. Letters: B sequences, L tokens, P prefix tokens, W width, E width of an embedding,
 * which is W in all but one published model, V vocabulary.
 */
public final class CausalLm {
  static final String TOKENS = "tokens";
  static final String POSITIONS = "positions";
  static final String ENTRANCE = "project_in.weight";
  static final String EXIT = "project_out.weight";
  static final String BLOCK = "blocks.";
  static final String FINAL_NORM = "final_norm";

  private final LmConfig config;
  private final Weights weights;
  private final List<TransformerBlock> blocks = new ArrayList<>();

  private CausalLm(LmConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    for (int i = 0; i < config.layers(); i++) {
      blocks.add(
          new TransformerBlock(
              weights,
              BLOCK + i,
              config.heads(),
              config.family().activation(),
              Nn.EPS,
              config.postNorm()));
    }
  }

  /**
   * Loads a checkpoint with Hugging Face's names.
   *
   * @param manager owns the tensors
   * @throws WeightsException that lists names missing, left over, or of another shape
   */
  public static CausalLm load(TensorSource source, LmConfig config, NDManager manager) {
    LmFamily.Names names = config.family().names();
    String root = names.root(source);
    Weights stored =
        Weights.load(source, names.shapes(config, root), names.ignored(config, root), manager);
    return new CausalLm(config, new Weights(names.canonical(stored, config, root)));
  }

  /**
   * A model of tensors that are there already.
   *
   * @param stored under Hugging Face's names, see {@link #shapes}; those that are joined are closed
   */
  public static CausalLm of(LmConfig config, Weights stored) {
    LmFamily.Names names = config.family().names();
    return new CausalLm(config, new Weights(names.canonical(stored, config, names.root())));
  }

  /** Every tensor of a checkpoint, under Hugging Face's names. */
  public static Map<String, Shape> shapes(LmConfig config) {
    LmFamily.Names names = config.family().names();
    return names.shapes(config, names.root());
  }

  public LmConfig config() {
    return config;
  }

  /** All tensors, under this program's own names. */
  public Weights weights() {
    return weights;
  }

  /** All tensors; each can be trained. */
  public List<Parameter> parameters() {
    return weights.all().entrySet().stream()
        .map(e -> new Parameter(e.getKey(), e.getValue()))
        .toList();
  }

  /**
   * Refuses sequences that the positions do not suffice for.
   *
   * @param tokens of a sequence, its prefix included
   */
  public void checkLength(long tokens) {
    if (tokens > config.positions()) {
      throw new IllegalArgumentException(
          "a prefix and text of %d tokens exceed the language model's %d positions"
              .formatted(tokens, config.positions()));
    }
  }

  /**
   * Embeddings of tokens, without positions.
   *
   * @param manager owns the result
   * @param ids row-major
   * @param shape of the ids, such as (B, L)
   * @return the shape with E after it
   */
  public NDArray embed(NDManager manager, long[] ids, Shape shape) {
    return Scopes.keep(
        () -> weights.get(TOKENS).get(manager, index(Nn.fromHost(manager, ids, shape))));
  }

  /**
   * Runs whole sequences.
   *
   * @param embeddings (B, L, E), without positions
   * @return (B, L, E), ready for {@link #logits}; places that are padding hold nothing of use
   */
  public NDArray hidden(NDArray embeddings, TokenMask mask) {
    return Scopes.keep(
        () -> {
          NDManager manager = embeddings.getManager();
          NDArray x = enter(embeddings).add(positions(manager, mask, 0));
          NDArray additive = mask.additive(manager);
          for (TransformerBlock block : blocks) {
            x = block.forward(x, additive);
          }
          return leave(x);
        });
  }

  /**
   * Runs a prefix alone. A gradient may flow back to it.
   *
   * @param embeddings (1, P, E), without positions
   */
  public PrefixState prefix(NDArray embeddings) {
    int length = (int) embeddings.getShape().get(1);
    NDManager manager = embeddings.getManager();
    TokenMask mask = TokenMask.full(1, length);
    NDArray x = enter(embeddings).add(positions(manager, mask, 0));
    NDArray causal = Nn.causalMask(manager, length);
    List<TransformerBlock.Prefix> layers = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      TransformerBlock block = blocks.get(i);
      layers.add(block.prefix(x));
      boolean last = i == blocks.size() - 1;
      x = last ? block.forwardAt(x, length - 1) : block.forward(x, causal);
    }
    return new PrefixState(layers, leave(x), length);
  }

  /**
   * Runs whole sequences after a shared prefix, which is not computed again.
   *
   * @param embeddings (B, L, E), without positions
   * @param mask of the tokens after the prefix
   * @return (B, L, E) as {@link #hidden}
   */
  public NDArray hiddenBehind(PrefixState prefix, NDArray embeddings, TokenMask mask) {
    return Scopes.keep(
        () -> {
          NDManager manager = embeddings.getManager();
          NDArray x = enter(embeddings).add(positions(manager, mask, prefix.length()));
          NDArray additive = mask.additive(manager);
          for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).forwardBehind(x, prefix.layers().get(i), additive, false);
          }
          return leave(x);
        });
  }

  /**
   * Runs the next token of sequences after a shared prefix.
   *
   * @param tokens B ids
   * @param earlier own tokens that the sequences already have
   * @param caches of the blocks; the token is added to them
   * @return (B, V) logits of the token after it
   */
  NDArray next(PrefixState prefix, long[] tokens, int earlier, List<KeyValueCache> caches) {
    return Scopes.keep(
        () -> {
          NDManager manager = prefix.last().getManager();
          NDArray position =
              positions(manager, TokenMask.full(1, 1), prefix.length() + earlier); // (1, 1, W)
          NDArray x = enter(embed(manager, tokens, new Shape(tokens.length, 1))).add(position);
          for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).forwardNext(x, prefix.layers().get(i), caches.get(i));
          }
          return logits(leave(x).squeeze(1));
        });
  }

  /** The logits of the next token: (.., E) -> (.., V). */
  public NDArray logits(NDArray hidden) {
    return Nn.linear(hidden, weights.get(TOKENS), null);
  }

  /**
   * Cross-entropy with the tokens that follow.
   *
   * @param hidden (N, E)
   * @param targets N ids
   * @return (N), in nats
   */
  public NDArray crossEntropy(NDArray hidden, long[] targets) {
    return Scopes.keep(
        () -> {
          NDArray index = Nn.fromHost(hidden.getManager(), targets, new Shape(targets.length, 1));
          return logits(hidden).logSoftmax(1).gather(index, 1).squeeze(1).neg();
        });
  }

  private NDArray positions(NDManager manager, TokenMask mask, int before) {
    NDArray rows = mask.positions(manager, config.family().positionOffset() + before);
    return weights.get(POSITIONS).get(manager, index(rows));
  }

  /** (.., E) -> (.., W). */
  private NDArray enter(NDArray x) {
    return config.projected() ? Nn.linear(x, weights.get(ENTRANCE), null) : x;
  }

  /** The last LayerNorm, if there is one, and (.., W) -> (.., E). */
  private NDArray leave(NDArray x) {
    NDArray y =
        config.postNorm()
            ? x
            : Nn.layerNorm(
                x, weights.get(FINAL_NORM + ".weight"), weights.get(FINAL_NORM + ".bias"));
    return config.projected() ? Nn.linear(y, weights.get(EXIT), null) : y;
  }

  private static NDIndex index(NDArray rows) {
    return new NDIndex("{}", rows);
  }

  /**
   * What a prefix leaves, for any number of sequences to go on from.
   *
   * @param layers keys and values of every block
   * @param last (1, 1, E) what the prefix's last place says of the token after it
   * @param length P
   */
  public record PrefixState(List<TransformerBlock.Prefix> layers, NDArray last, int length) {
    public PrefixState {
      layers = List.copyOf(layers);
    }
  }
}
