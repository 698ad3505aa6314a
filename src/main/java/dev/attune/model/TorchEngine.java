package dev.attune.model;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the engine: from which libraries, for which device. */
public final class TorchEngine {
  private static final Logger log = LoggerFactory.getLogger(TorchEngine.class);
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";
  private static final Pattern GPU = Pattern.compile("gpu:(\\d+)");
  private static final Pattern MISSING =
      Pattern.compile("(?s)(?:.*/)?([^/]+): (\\S+): cannot open shared object file.*");
  private static final Pattern SYMBOL =
      Pattern.compile("(?s)(?:.*/)?([^/]+): undefined symbol: ([^\\s,]+).*");

  private TorchEngine() {}

  /**
   * Loads the engine. The first call in a process decides; all that is computed then is computed on
   * the device that was asked for.
   *
   * @param place where PyTorch's libraries are; null for those of the active Python environment, if
   *     they can be used, and else for those in the jar
   * @param device {@code auto}, {@code cpu} or {@code gpu:N}
   * @param threads of the engine, 0 for its own choice
   * @throws EngineStartException naming what is missing
   */
  public static Engine start(@Nullable Path place, String device, int threads) {
    if (threads > 0) {
      System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    }
    TorchLibraries libraries = place == null ? found(device) : given(place);
    if (libraries != null) {
      libraries.use();
      log.info("PyTorch {} is loaded from {}", libraries.version(), libraries.folder());
    }
    show(device);
    Engine engine = load(libraries);
    if (device.startsWith("gpu") && engine.getGpuCount() == 0) {
      throw noDevice(device, libraries);
    }
    if (libraries != null && libraries.cuda() && engine.getGpuCount() == 0) {
      log.warn("PyTorch has CUDA and finds no GPU: all is computed on the CPU");
    }
    return engine;
  }

  private static TorchLibraries given(Path place) {
    TorchLibraries libraries =
        TorchLibraries.in(place)
            .orElseThrow(
                () ->
                    new EngineStartException(
                        "attune.pytorch.libraries is %s, and PyTorch's libraries are not there."
                            .formatted(place),
                        "Give the folder with %s, or the Python environment that PyTorch is in."
                            .formatted(System.mapLibraryName("torch"))));
    if (!libraries.fits()) {
      throw new EngineStartException(
          "attune.pytorch.libraries holds PyTorch %s, and %s is needed."
              .formatted(libraries.version(), TorchLibraries.wanted()),
          install());
    }
    return libraries;
  }

  /** What is found by itself is used only where it helps: it must not keep a CPU from working. */
  private static @Nullable TorchLibraries found(String device) {
    if (device.equals("cpu") || System.getenv("PYTORCH_LIBRARY_PATH") != null) {
      return null;
    }
    return TorchLibraries.active()
        .filter(l -> l.fits() && l.cuda() && TorchLibraries.driver())
        .orElse(null);
  }

  /**
   * Hides all other devices from CUDA, so that whatever takes the default takes the right one. The
   * numbers are those of the devices that this process may see.
   */
  private static void show(String device) {
    Matcher gpu = GPU.matcher(device);
    if (device.equals("auto") || !Platform.isLinux()) {
      return;
    }
    String shown = "";
    if (gpu.matches()) {
      String visible = System.getenv(VISIBLE);
      int number = Integer.parseInt(gpu.group(1));
      String[] all = visible == null ? new String[0] : visible.split(",", -1);
      shown = visible == null ? gpu.group(1) : number < all.length ? all[number].strip() : "";
    } else if (!device.equals("cpu")) {
      throw new EngineStartException(
          "attune.device is %s.".formatted(device), "It must be auto, cpu or gpu:N.");
    }
    Function.getFunction("c", "setenv").invokeInt(new Object[] {VISIBLE, shown, 1});
  }

  private static Engine load(@Nullable TorchLibraries libraries) {
    try {
      return Engine.getInstance();
    } catch (EngineException e) {
      throw unloadable(e, libraries);
    }
  }

  static EngineStartException unloadable(Throwable failure, @Nullable TorchLibraries libraries) {
    Throwable reason = failure;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    String from =
        libraries == null ? "PyTorch" : "PyTorch in %s".formatted(libraries.folder().toString());
    String message = String.valueOf(reason.getMessage());
    Matcher missing = MISSING.matcher(message);
    Matcher symbol = SYMBOL.matcher(message);
    if (missing.matches()) {
      String remedy =
          missing.group(2).startsWith("libcuda.")
              ? "It comes with NVIDIA's driver. Without a GPU set attune.device=cpu and leave attune.pytorch.libraries out."
              : install();
      return new EngineStartException(
          "%s cannot be loaded: the library %s, which %s needs, is missing."
              .formatted(from, missing.group(2), missing.group(1)),
          remedy);
    }
    if (symbol.matches()) {
      return new EngineStartException(
          "%s cannot be loaded: %s needs the symbol %s, which no library has."
              .formatted(from, symbol.group(1), symbol.group(2)),
          install());
    }
    return new EngineStartException(
        "%s cannot be loaded: %s".formatted(from, message), "Try `attune doctor`.");
  }

  private static EngineStartException noDevice(String device, @Nullable TorchLibraries libraries) {
    return libraries != null && libraries.cuda()
        ? new EngineStartException(
            "attune.device is %s, and PyTorch finds no such GPU.".formatted(device),
            "Look with nvidia-smi whether the driver works, and which numbers there are; %s, if it is set, names those that can be used."
                .formatted(VISIBLE))
        : new EngineStartException(
            "attune.device is %s, and PyTorch's libraries are those for the CPU.".formatted(device),
            install());
  }

  private static String install() {
    return "`pip install torch==%s` into a Python environment, and activate it or give it as attune.pytorch.libraries (ATTUNE_PYTORCH_LIBRARIES)."
        .formatted(TorchLibraries.wanted());
  }
}
