package dev.attune.task;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/** What is alive in the engine. */
public final class EngineResources {
  private EngineResources() {}

  /** Arrays and managers alive below a manager. */
  public static long below(NDManager manager) throws ReflectiveOperationException {
    Field field = BaseNDManager.class.getDeclaredField("resources");
    field.setAccessible(true);
    long count = 0;
    for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
      if (resource instanceof NDManager below) {
        count += 1 + below(below);
      } else if (resource instanceof NDArray) {
        count++;
      }
    }
    return count;
  }
}
