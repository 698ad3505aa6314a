package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The confident views of one sample and what is minimised on them; chosen once. */
final class Selection {
  private final MethodSpec method;
  private final List<Judge> judges;
  private final List<NDArray> judged;
  private final NDArray prepared;
  private int[] selected = {};
  private @Nullable NDArray rows;
  private @Nullable Objective objective;

  /**
   * @param judged for each judge the views as it takes them, B rows
   * @param prepared B rows, what the policy made of the views
   */
  Selection(MethodSpec method, List<Judge> judges, List<NDArray> judged, NDArray prepared) {
    this.method = method;
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
    selected = ConfidenceSelection.select(logits.toFloatArray(), classes, method.selection());
    if (method.steps() > 0) {
      NDArray chosen = rows(prepared);
      rows = chosen;
      objective =
          Objectives.of(
              method,
              judges,
              judged.stream().map(views -> views == prepared ? chosen : rows(views)).toList());
    }
  }

  /** Whether it is done. */
  boolean made() {
    return rows != null;
  }

  /** The chosen views, surest first. */
  int[] selected() {
    return selected;
  }

  /** What is minimised on the chosen views. */
  Objective objective() {
    return Objects.requireNonNull(objective, "no view is chosen yet");
  }

  /**
   * The policy's logits for the chosen views, (S, N). When none is chosen yet all views go through
   * the policy together, and it is done by what comes out.
   */
  NDArray logits(Policy policy) {
    if (rows != null) {
      return policy.logits(rows);
    }
    NDArray all = policy.logits(prepared);
    choose(all.stopGradient());
    return rows(all);
  }

  private NDArray rows(NDArray array) {
    long[] indices = Arrays.stream(selected).asLongStream().toArray();
    return array.get(
        new NDIndex("{}", Nn.fromHost(array.getManager(), indices, new Shape(indices.length))));
  }
}
