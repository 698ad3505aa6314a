package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.Judge;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.model.Nn;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The confident views of one query and what is minimised on them. */
final class Selection {
  private final Gradient.Shown shown;
  private final Gradient.@Nullable ObjectiveOf wanted;
  private final List<Judge> judges;
  private final List<NDArray> judged;
  private final NDArray prepared;
  private int[] selected = {};
  private @Nullable NDArray rows;
  private @Nullable Objective objective;

  /**
   * @param shown which of the views are kept, and how often they are chosen
   * @param wanted what is minimised; null where no step is taken
   * @param judged for each judge the views as it takes them, B rows
   * @param prepared B rows, what the views were prepared to
   */
  Selection(
      Gradient.Shown shown,
      Gradient.@Nullable ObjectiveOf wanted,
      List<Judge> judges,
      List<NDArray> judged,
      NDArray prepared) {
    this.shown = shown;
    this.wanted = wanted;
    this.judges = judges;
    this.judged = judged;
    this.prepared = prepared;
    if (shown.kept() instanceof Gradient.Kept.AllBut all) {
      keep(IntStream.range(all.first(), (int) prepared.getShape().get(0)).toArray());
    }
  }

  /**
   * Chooses, where it is the logits that decide.
   *
   * @param logits (B, N) of all views
   */
  void choose(NDArray logits) {
    if (shown.kept() instanceof Gradient.Kept.Surest surest) {
      int classes = (int) logits.getShape().get(1);
      keep(ConfidenceSelection.select(logits.toFloatArray(), classes, surest.share()));
    }
  }

  private void keep(int[] views) {
    selected = views;
    if (wanted != null) {
      NDArray chosen = rows(prepared);
      rows = chosen;
      objective =
          wanted.of(judges, judged.stream().map(r -> r == prepared ? chosen : rows(r)).toList());
    }
  }

  /** Whether a step leaves nothing to the next. */
  boolean made() {
    return shown.anew() || rows != null;
  }

  /** The chosen views, most confident first. */
  int[] selected() {
    return selected;
  }

  /**
   * The chosen views' logits, and what is minimised on them. Where none is chosen yet, or they are
   * chosen anew, all views go through the encoder together, and it is done by what comes out.
   */
  Found find(Tuned tuned) {
    if (rows != null && !shown.anew()) {
      Match match = tuned.tuning(rows);
      return found(match.logits(), match);
    }
    Match match = tuned.tuning(prepared);
    NDArray all = match.logits();
    choose(all.stopGradient());
    return found(rows(all), match);
  }

  private Found found(NDArray logits, Match match) {
    Objective minimised = Objects.requireNonNull(objective, "no view is chosen yet");
    return new Found(logits, minimised.loss(logits, match.candidates()));
  }

  /**
   * A step on the chosen views.
   *
   * @param logits (S, N)
   */
  record Found(NDArray logits, Objective.Outcome outcome) {}

  private NDArray rows(NDArray array) {
    long[] indices = Arrays.stream(selected).asLongStream().toArray();
    return array.get(
        new NDIndex("{}", Nn.fromHost(array.getManager(), indices, new Shape(indices.length))));
  }
}
