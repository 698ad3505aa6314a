package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Shifts of the class texts' features: no tower takes part in a step (Sui et al. 2025, TPS). */
public final class TunedShift implements Tuned {
  private final NDArray texts;
  private final NDArray shift;
  private final @Nullable NDArray factor;
  private final UnaryOperator<NDArray> pictures;
  private final UnaryOperator<NDArray> scaling;

  /**
   * @param manager owns what this keeps
   * @param texts (N, E), features of the candidates
   * @param pictures makes (B, E), normalised features, of a query's rows
   * @param scaling multiplies cosines by the encoder's inverse temperature
   */
  public TunedShift(
      NDManager manager,
      NDArray texts,
      Tuning.Shift what,
      UnaryOperator<NDArray> pictures,
      UnaryOperator<NDArray> scaling) {
    this.texts = Nn.normalize(texts);
    this.texts.attach(manager);
    this.pictures = pictures;
    this.scaling = scaling;
    Shape shape = what.perClass() ? texts.getShape() : texts.getShape().slice(1);
    shift = manager.zeros(shape);
    factor = what.scale() ? manager.ones(shape) : null;
    trainable().forEach(p -> p.array().setRequiresGradient(true));
  }

  @Override
  public List<Parameter> trainable() {
    Parameter shifts = new Parameter("shift", shift);
    return factor == null ? List.of(shifts) : List.of(shifts, new Parameter("scale", factor));
  }

  @Override
  public NDArray prepare(NDArray rows) {
    return pictures.apply(rows);
  }

  @Override
  public Match initial(NDArray prepared) {
    return new Match(prepared, texts, scaling);
  }

  @Override
  public Match tuning(NDArray prepared) {
    return new Match(prepared, Scopes.keep(this::shifted), scaling);
  }

  private NDArray shifted() {
    NDArray scaled = factor == null ? texts : texts.mul(factor);
    return Nn.normalize(scaled.add(shift));
  }
}
