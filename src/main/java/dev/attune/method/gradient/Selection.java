package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.Judge;
import dev.attune.method.Tuned;
import dev.attune.model.Nn;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The confident views of one query and what is minimised on them; chosen once. */
final class Selection {
  private final double share;
  private final Gradient.@Nullable ObjectiveOf wanted;
  private final List<Judge> judges;
  private final List<NDArray> judged;
  private final NDArray prepared;
  private int[] selected = {};
  private @Nullable NDArray rows;
  private @Nullable Objective objective;

  /**
   * @param share of the views that is kept
   * @param wanted what is minimised; null where no step is taken
   * @param judged for each judge the views as it takes them, B rows
   * @param prepared B rows, what the views were prepared to
   */
  Selection(
      double share,
      Gradient.@Nullable ObjectiveOf wanted,
      List<Judge> judges,
      List<NDArray> judged,
      NDArray prepared) {
    this.share = share;
    this.wanted = wanted;
    this.judges = judges;
    this.judged = judged;
    this.prepared = prepared;
  }

  /**
   * Chooses.
   *
   * @param logits (B, N) of all views
   */
  void choose(NDArray logits) {
    int classes = (int) logits.getShape().get(1);
    selected = ConfidenceSelection.select(logits.toFloatArray(), classes, share);
    if (wanted != null) {
      NDArray chosen = rows(prepared);
      rows = chosen;
      objective =
          wanted.of(judges, judged.stream().map(r -> r == prepared ? chosen : rows(r)).toList());
    }
  }

  /** Whether it is done. */
  boolean made() {
    return rows != null;
  }

  /** The chosen views, most confident first. */
  int[] selected() {
    return selected;
  }

  /** What is minimised on the chosen views. */
  Objective objective() {
    return Objects.requireNonNull(objective, "no view is chosen yet");
  }

  /**
   * The logits of the chosen views, (S, N). When none is chosen yet all views go through the
   * encoder together, and it is done by what comes out.
   */
  NDArray logits(Tuned tuned) {
    if (rows != null) {
      return tuned.tuning(rows).logits();
    }
    NDArray all = tuned.tuning(prepared).logits();
    choose(all.stopGradient());
    return rows(all);
  }

  private NDArray rows(NDArray array) {
    long[] indices = Arrays.stream(selected).asLongStream().toArray();
    return array.get(
        new NDIndex("{}", Nn.fromHost(array.getManager(), indices, new Shape(indices.length))));
  }
}
