package dev.attune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.weights.Weights;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A residual attention block as CLIP, OPT and GPT-2 have it, under CLIP's names: self-attention and
 * a wider MLP, each after its LayerNorm, or in one OPT before it. Letters: B sequences, L tokens, W
 * width, H heads, d = W/H, P prefix tokens.
 */
public final class TransformerBlock {
  private final int heads;
  private final Activation activation;
  private final float epsilon;
  private final boolean postNorm;
  private final NDArray ln1Weight;
  private final NDArray ln1Bias;
  private final NDArray inWeight;
  private final NDArray inBias;
  private final NDArray outWeight;
  private final NDArray outBias;
  private final NDArray ln2Weight;
  private final NDArray ln2Bias;
  private final NDArray fcWeight;
  private final NDArray fcBias;
  private final NDArray projWeight;
  private final NDArray projBias;
  private final AttentionTerms terms;

  /** A block by its name, such as {@code transformer.resblocks.0}, that normalises first. */
  public TransformerBlock(Weights weights, String name, int heads, Activation activation) {
    this(weights, name, heads, activation, Nn.EPS, false);
  }

  /**
   * @param epsilon of its two normalisations
   * @param postNorm whether each half's sum is normalised, and not what it is computed from
   */
  public TransformerBlock(
      Weights weights,
      String name,
      int heads,
      Activation activation,
      float epsilon,
      boolean postNorm) {
    this.postNorm = postNorm;
    this.heads = heads;
    this.activation = activation;
    this.epsilon = epsilon;
    ln1Weight = weights.get(name + ".ln_1.weight");
    ln1Bias = weights.get(name + ".ln_1.bias");
    inWeight = weights.get(name + ".attn.in_proj_weight");
    inBias = weights.get(name + ".attn.in_proj_bias");
    outWeight = weights.get(name + ".attn.out_proj.weight");
    outBias = weights.get(name + ".attn.out_proj.bias");
    ln2Weight = weights.get(name + ".ln_2.weight");
    ln2Bias = weights.get(name + ".ln_2.bias");
    fcWeight = weights.get(name + ".mlp.c_fc.weight");
    fcBias = weights.get(name + ".mlp.c_fc.bias");
    projWeight = weights.get(name + ".mlp.c_proj.weight");
    projBias = weights.get(name + ".mlp.c_proj.bias");
    terms = new AttentionTerms(inWeight.getShape().get(1));
  }

  /**
   * Keys and values of a prefix that several sequences share.
   *
   * @param keys (H, d, P), transposed for the product
   * @param values (H, P, d)
   */
  public record Prefix(NDArray keys, NDArray values) {}

  /**
   * The whole block.
   *
   * @param x (B, L, W)
   * @param mask to be added to the scores, (L, L) or (B, 1, L, L), or null
   * @return (B, L, W)
   */
  public NDArray forward(NDArray x, @Nullable NDArray mask) {
    return finish(
        x,
        () -> {
          NDList qkv = split(project(x, 0, 3), 3);
          NDArray scores = qkv.get(0).matMul(qkv.get(1).swapAxes(2, 3));
          if (mask != null) {
            scores = Nn.addTo(scores, mask);
          }
          NDArray weights = scores.softmax(-1);
          scores.close();
          return weights.matMul(qkv.get(2));
        });
  }

  /**
   * The block for one token of each sequence, which may look at all of them. The last block needs
   * no more: only one token's output is read after it.
   *
   * @param x (B, L, W)
   * @param token index of the token within L
   * @return (B, 1, W)
   */
  public NDArray forwardAt(NDArray x, long token) {
    return Scopes.keep(
        () -> {
          NDArray one = x.get(new NDIndex(":, {}:{}", token, token + 1));
          return finish(
              one,
              () -> {
                NDList kv = split(project(x, 1, 3), 2);
                NDArray q = split(project(one, 0, 1), 1).get(0);
                NDArray weights = q.matMul(kv.get(0).swapAxes(2, 3)).softmax(-1);
                return weights.matMul(kv.get(1));
              });
        });
  }

  /**
   * The keys and values of a sequence, for others to attend to.
   *
   * @param x (1, P, W)
   */
  public Prefix prefix(NDArray x) {
    NDList kv = split(project(x, 1, 3), 2);
    return new Prefix(kv.get(0).squeeze(0).swapAxes(1, 2), kv.get(1).squeeze(0));
  }

  /**
   * The block for sequences after a shared prefix: every token attends to the whole prefix and,
   * through the mask, to its own sequence (ALGORITHMS 6.2).
   *
   * @param x (B, L, W), the tokens after the prefix
   * @param mask (L, L) or (B, 1, L, L)
   * @param lastOnly whether only the last token's output is wanted
   * @return (B, L, W), or (B, 1, W)
   */
  public NDArray forwardBehind(NDArray x, Prefix prefix, NDArray mask, boolean lastOnly) {
    return Scopes.keep(
        () -> {
          NDArray out = lastOnly ? x.get(new NDIndex(":, {}:", x.getShape().get(1) - 1)) : x;
          return finish(out, () -> attendBehind(x, out, prefix, lastOnly ? null : mask));
        });
  }

  /**
   * Attention to the prefix and to {@code x (B, L, W)}.
   *
   * @param out (B, M, W), those who attend: x itself, or without a mask the last of its tokens
   */
  private NDArray attendBehind(NDArray x, NDArray out, Prefix prefix, @Nullable NDArray mask) {
    NDList qkv; // (B, H, M, d), then twice (B, H, L, d)
    if (mask == null) {
      qkv = split(project(out, 0, 1), 1);
      qkv.addAll(split(project(x, 1, 3), 2));
    } else {
      qkv = split(project(x, 0, 3), 3);
    }
    return attend(qkv.get(0), prefix, qkv.get(1), qkv.get(2), mask);
  }

  /**
   * The block for the next token of running sequences, which attends to the shared prefix, to the
   * sequence's earlier tokens and to itself.
   *
   * @param x (B, 1, W)
   * @param cache of the B sequences; the token is added to it
   * @return (B, 1, W)
   */
  public NDArray forwardNext(NDArray x, Prefix prefix, KeyValueCache cache) {
    return Scopes.keep(
        () ->
            finish(
                x,
                () -> {
                  NDList qkv = split(project(x, 0, 3), 3);
                  cache.append(qkv.get(1), qkv.get(2));
                  return attend(qkv.get(0), prefix, cache.keys(), cache.values(), null);
                }));
  }

  /**
   * Attention to a shared prefix and to own tokens.
   *
   * @param q (B, H, M, d), scaled
   * @param keys (B, H, L, d), and values alike
   * @param mask to be added to the own tokens' scores, or null
   * @return (B, H, M, d)
   */
  private NDArray attend(
      NDArray q, Prefix prefix, NDArray keys, NDArray values, @Nullable NDArray mask) {
    long b = q.getShape().get(0);
    long m = q.getShape().get(2);
    long d = q.getShape().get(3);
    long p = prefix.values().getShape().get(1);
    NDArray own = q.matMul(keys.swapAxes(2, 3)); // (B, H, M, L)
    if (mask != null) {
      own = Nn.addTo(own, mask);
    }
    // one product a head with the prefix, over the tokens of all sequences
    NDArray flat = q.transpose(1, 0, 2, 3).reshape(heads, b * m, d);
    NDArray shared = flat.matMul(prefix.keys()).reshape(heads, b, m, p).transpose(1, 0, 2, 3);
    NDArray weights = NDArrays.concat(new NDList(shared, own), -1).softmax(-1);
    NDArray onPrefix =
        weights
            .get(new NDIndex("..., :{}", p))
            .transpose(1, 0, 2, 3)
            .reshape(heads, b * m, p)
            .matMul(prefix.values())
            .reshape(heads, b, m, d)
            .transpose(1, 0, 2, 3);
    return weights.get(new NDIndex("..., {}:", p)).matMul(values).add(onPrefix);
  }

  /** What is added to its weights of queries and values. */
  public AttentionTerms terms() {
    return terms;
  }

  /** The parts {@code from..to} of the input projection (0 query, 1 key, 2 value). */
  NDArray project(NDArray x, int from, int to) {
    NDArray y = postNorm ? x : Nn.layerNorm(x, ln1Weight, ln1Bias, epsilon);
    if (to - from == 3) {
      return Nn.linear(y, terms.onto(inWeight, 0, 3), inBias);
    }
    long w = x.getShape().get(2);
    NDIndex rows = new NDIndex("{}:{}", from * w, to * w);
    NDArray weight = terms.onto(inWeight.get(y.getManager(), rows), from, to);
    return Nn.linear(y, weight, inBias.get(y.getManager(), rows));
  }

  /** (B, L, n W) -> n of (B, H, L, d); the first is scaled when it is the query. */
  NDList split(NDArray projected, int parts) {
    Shape s = projected.getShape();
    long d = s.get(2) / parts / heads;
    NDArray all = projected.reshape(s.get(0), s.get(1), parts, heads, d).transpose(2, 0, 3, 1, 4);
    NDList list = new NDList();
    for (int i = 0; i < parts; i++) {
      NDArray part = all.get(i);
      boolean query = parts != 2 && i == 0;
      list.add(query ? Nn.scale(part, (float) (1 / Math.sqrt(d))) : part);
    }
    return list;
  }

  /**
   * Attention and MLP, each added to what it was computed from. Their intermediates are closed as
   * soon as may be, so that the next ones come to lie in memory the caches still hold.
   *
   * @param x (B, L, W)
   * @param attention gives the heads' values (B, H, L, d)
   */
  NDArray finish(NDArray x, Supplier<NDArray> attention) {
    return Scopes.keep(
        () -> {
          NDArray y =
              Scopes.keep(
                  () -> {
                    NDArray heads = Scopes.keep(attention);
                    NDArray merged = heads.transpose(0, 2, 1, 3).reshape(x.getShape());
                    NDArray sum = Nn.addTo(Nn.linear(merged, outWeight, outBias), x);
                    return postNorm ? Nn.layerNorm(sum, ln1Weight, ln1Bias, epsilon) : sum;
                  });
          NDArray sum = Nn.addTo(Scopes.keep(() -> mlp(y)), y);
          return postNorm ? Nn.layerNorm(sum, ln2Weight, ln2Bias, epsilon) : sum;
        });
  }

  private NDArray mlp(NDArray x) {
    NDArray normal = postNorm ? x : Nn.layerNorm(x, ln2Weight, ln2Bias, epsilon);
    NDArray hidden = Nn.linear(normal, fcWeight, fcBias);
    if (!postNorm) {
      normal.close();
    }
    NDArray active = activation.apply(hidden);
    hidden.close();
    return Nn.linear(active, projWeight, projBias);
  }
}
