package dev.attune.model;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/** How the engine takes memory from the system. */
public final class EngineMemory {
  private static final String VARIABLE = "THP_MEM_ALLOC_ENABLE";

  private EngineMemory() {}

  /**
   * Lets PyTorch ask Linux for huge pages under its large tensors, unless the environment says
   * otherwise. Call before the engine is loaded: it reads the environment once.
   */
  public static void preferHugePages() {
    if (Platform.isLinux() && System.getenv(VARIABLE) == null) {
      Function.getFunction("c", "setenv").invokeInt(new Object[] {VARIABLE, "1", 1});
    }
  }
}
