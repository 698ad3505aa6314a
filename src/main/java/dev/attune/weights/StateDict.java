package dev.attune.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The named tensors in what a pickle held: a state dictionary, a training's checkpoint with one in
 * it, or a TorchScript module, whose tensors are named by their path.
 *
 * @param script whether it is a TorchScript module
 */
record StateDict(Map<String, TorchTensor> tensors, boolean script) {
  /** Where a training's checkpoint has its tensors: the first of these that is there. */
  private static final List<String> WRAPPED =
      List.of("state_dict", "model_state_dict", "model", "module");

  private static final int MAX_DEPTH = 32;
  private static final int MAX_VALUES = 200_000;

  /**
   * Finds the tensors.
   *
   * @throws WeightsException when there are none
   */
  static StateDict of(String origin, @Nullable Object root) {
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    boolean script = root instanceof TorchGlobals.Inert;
    if (root instanceof TorchGlobals.Inert module) {
      new Walk(origin, tensors).module("", module, 0);
    } else if (root instanceof Map<?, ?> map) {
      wrapped(map)
          .forEach(
              (name, value) -> {
                if (name instanceof String text && value instanceof TorchTensor tensor) {
                  tensors.put(text, tensor);
                }
              });
    }
    if (tensors.isEmpty()) {
      throw new WeightsException(origin, "holds no named tensors");
    }
    return new StateDict(tensors, script);
  }

  private static Map<?, ?> wrapped(Map<?, ?> root) {
    for (String name : WRAPPED) {
      if (root.get(name) instanceof Map<?, ?> inner) {
        return inner;
      }
    }
    return root;
  }

  /** Collects a module's tensors; bounded, for a file may let modules contain themselves. */
  private static final class Walk {
    private final String origin;
    private final Map<String, TorchTensor> tensors;
    private int values;

    Walk(String origin, Map<String, TorchTensor> tensors) {
      this.origin = origin;
      this.tensors = tensors;
    }

    void module(String prefix, TorchGlobals.Inert module, int depth) {
      if (depth > MAX_DEPTH) {
        throw new WeightsException(origin, "its modules are nested without end");
      }
      module
          .attributes()
          .forEach(
              (name, value) -> {
                if (++values > MAX_VALUES) {
                  throw new WeightsException(origin, "its modules have too many parts");
                }
                if (value instanceof TorchTensor tensor) {
                  tensors.put(prefix + name, tensor);
                } else if (value instanceof TorchGlobals.Inert child) {
                  module(prefix + name + ".", child, depth + 1);
                }
              });
    }
  }
}
