package dev.attune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/**
 * Bounds the life of intermediate arrays. DJL keeps every result until its manager closes, which
 * for a tower is far too long; closing the Java handle is safe even while gradients are recorded,
 * since the graph holds what it needs by itself.
 */
public final class Scopes {

  private Scopes() {}

  /**
   * Runs a computation and closes every array it made but the result, which passes to the scope
   * around.
   *
   * @param body must return an array that it made itself
   */
  public static NDArray keep(Supplier<NDArray> body) {
    NDArray result;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      result = body.get();
      NDScope.unregister(result);
    }
    NDScope.register(result);
    return result;
  }

  /** As {@link #keep}, for several results. */
  public static NDList keepAll(Supplier<NDList> body) {
    NDList results;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      results = body.get();
      results.forEach(NDScope::unregister);
    }
    results.forEach(NDScope::register);
    return results;
  }

  /** Runs a computation and closes every array it made. */
  public static void run(Runnable body) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      body.run();
    }
  }

  /**
   * Hands an array to a manager, out of the scope of whoever asked for it first: for what is kept
   * for others who may ask later.
   */
  public static NDArray lasting(NDManager owner, NDArray array) {
    array.attach(owner);
    NDScope.unregister(array);
    return array;
  }

  /** As {@link #run}, for what is no array. */
  public static <T> T call(Supplier<T> body) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return body.get();
    }
  }
}
