package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.model.AttentionTerms;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Products of low rank that are added to the query and value projections of some blocks of the
 * image tower, against fixed text features (Hu et al. 2022, LoRA; Imam et al. 2024, TTL). Letters:
 * n blocks, W width, r rank.
 */
public final class TunedLowRank implements Tuned {
  private final Encoder encoder;
  private final NDArray texts;
  private final UnaryOperator<NDArray> scaling;
  private final List<AttentionTerms> blocks;
  private final float factor;
  private final NDArray down;
  private final NDArray up;

  /**
   * @param texts (N, E), normalised features of the candidates
   * @param blocks n, those that get something added
   * @param alpha weight of what is added, over r
   * @param down (2n, W, r), first factors for each block's queries and values; tuned in place
   */
  public TunedLowRank(
      Encoder encoder, NDArray texts, List<AttentionTerms> blocks, double alpha, NDArray down) {
    this.encoder = encoder;
    this.texts = texts;
    this.blocks = List.copyOf(blocks);
    this.down = down;
    scaling = encoder.similarity().fixed();
    Shape shape = down.getShape();
    factor = (float) (alpha / shape.get(2));
    up = down.getManager().zeros(new Shape(shape.get(0), shape.get(2), shape.get(1)));
    trainable().forEach(p -> p.array().setRequiresGradient(true));
  }

  /**
   * Of the last blocks; the first factors are drawn as Glorot and Bengio (2010) do.
   *
   * @param manager owns what is tuned
   * @param texts (N, E), normalised features of the candidates
   */
  public static TunedLowRank of(
      NDManager manager, Encoder encoder, NDArray texts, Tuning.LowRank what) {
    List<AttentionTerms> all = encoder.image().attention();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("the image tower has no blocks of self-attention");
    }
    int count = Math.max(1, (int) (all.size() * what.blockShare()));
    long width = all.get(0).width();
    NDArray down =
        Nn.normal(
            manager,
            new Shape(2L * count, width, what.rank()),
            Math.sqrt(2.0 / (width + what.rank())),
            new Random(what.draw()));
    List<AttentionTerms> last = all.subList(all.size() - count, all.size());
    return new TunedLowRank(encoder, texts, last, what.alpha(), down);
  }

  @Override
  public List<Parameter> trainable() {
    return List.of(new Parameter("lora_A", down), new Parameter("lora_B", up));
  }

  @Override
  public NDArray prepare(NDArray rows) {
    return rows;
  }

  @Override
  public Match initial(NDArray prepared) {
    return match(encoder.imageFeatures(prepared));
  }

  @Override
  public Match tuning(NDArray prepared) {
    return match(
        added(() -> Nn.normalize(encoder.image().encode(prepared, BatchNormalization.RUNNING))));
  }

  @Override
  public Match answer(NDArray prepared) {
    return match(added(() -> encoder.imageFeatures(prepared)));
  }

  private Match match(NDArray features) {
    return new Match(features, texts, scaling);
  }

  /** What the tower computes with the products added, for this once. */
  private NDArray added(Supplier<NDArray> pass) {
    for (int i = 0; i < blocks.size(); i++) {
      int query = 2 * i;
      blocks.get(i).add(() -> product(query), () -> product(query + 1));
    }
    try {
      return Scopes.keep(pass);
    } finally {
      blocks.forEach(AttentionTerms::clear);
    }
  }

  /** (W, W). */
  private NDArray product(int projection) {
    return Nn.scale(down.get(projection).matMul(up.get(projection)).transpose(), factor);
  }
}
