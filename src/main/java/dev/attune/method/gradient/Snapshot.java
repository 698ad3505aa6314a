package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.model.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Copies of tensors that are moved in place. */
public final class Snapshot {
  private static final NDIndex ALL = new NDIndex("...");

  private Snapshot() {}

  /** Copies that stay when the tensors move; they belong to the manager. */
  public static List<NDArray> of(NDManager manager, List<Parameter> tensors) {
    List<NDArray> copies = new ArrayList<>();
    for (Parameter p : tensors) {
      NDArray copy = p.array().stopGradient().duplicate();
      copy.attach(manager);
      copies.add(copy);
    }
    return copies;
  }

  /** Puts values into the tensors, in place. */
  public static void restore(List<NDArray> values, List<Parameter> tensors) {
    for (int i = 0; i < values.size(); i++) {
      tensors.get(i).array().set(ALL, values.get(i));
    }
  }
}
