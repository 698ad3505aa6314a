package dev.attune.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The named tensors in what a pickle held: a state dictionary, a training's checkpoint with one
 * under {@code state_dict}, or a TorchScript module, whose tensors are named by their path.
 *
 * @param script whether it is a TorchScript module
 */
record StateDict(Map<String, TorchTensor> tensors, boolean script) {
  private static final String WRAPPED = "state_dict";

  /** What {@code DataParallel} puts before every name. */
  private static final String PARALLEL = "module.";

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
      Map<?, ?> names = map.get(WRAPPED) instanceof Map<?, ?> inner ? inner : map;
      names.forEach(
          (name, value) -> {
            if (name instanceof String text && value instanceof TorchTensor tensor) {
              tensors.put(text, tensor);
            }
          });
    }
    if (tensors.isEmpty()) {
      throw new WeightsException(origin, "holds no named tensors");
    }
    return new StateDict(withoutPrefix(tensors), script);
  }

  private static Map<String, TorchTensor> withoutPrefix(Map<String, TorchTensor> tensors) {
    if (!tensors.keySet().stream().allMatch(n -> n.startsWith(PARALLEL))) {
      return tensors;
    }
    Map<String, TorchTensor> bare = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> bare.put(name.substring(PARALLEL.length()), tensor));
    return bare;
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
