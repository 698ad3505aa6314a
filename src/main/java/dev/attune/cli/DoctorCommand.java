package dev.attune.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelInfo;
import dev.attune.model.TorchLibraries;
import dev.attune.settings.AttuneProperties;
import dev.attune.settings.SettingException;
import dev.attune.settings.Settings;
import dev.attune.storage.DatabaseCheck;
import dev.attune.worker.EngineLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what this installation is made of, and what to do about what is wrong. */
@Command(
    name = "doctor",
    description = {
      "Prints what was found (engine, device, memory, home, database, models) and what to do.",
      "It changes nothing. Its status is 1 where something has to be done."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long GIGABYTE = 1L << 30;

  @Spec private @Nullable CommandSpec spec;
  private boolean ill;

  @Override
  public Integer call() throws IOException {
    AttuneProperties settings = Settings.read();
    engine(settings);
    python(settings.device());
    memory();
    home(settings.home());
    database(Settings.environment());
    models(settings.home());
    return ill ? 1 : 0;
  }

  private void engine(AttuneProperties settings) {
    try {
      Engine engine = EngineLoader.load(settings, 0);
      say("engine", "PyTorch %s from %s", engine.getVersion(), LibUtils.getLibtorchPath());
      Device device = engine.defaultDevice();
      String memory =
          device.isGpu()
              ? ", %s, compute capability %s"
                  .formatted(
                      Bytes.text(CudaUtils.getGpuMemory(device).getMax()),
                      CudaUtils.getComputeCapability(device.getDeviceId()))
              : "";
      say(
          "device",
          "%s (attune.device is %s)%s",
          device.getDeviceType(),
          settings.device(),
          memory);
    } catch (SettingException e) {
      say("engine", "%s", String.valueOf(e.getMessage()));
      advise(e.remedy());
    }
  }

  /** Why what a Python environment has is used, or is not. */
  private void python(String device) {
    TorchLibraries found = TorchLibraries.active().orElse(null);
    boolean driver = TorchLibraries.driver();
    say("driver", "%s", driver ? "NVIDIA's is here" : "none of NVIDIA (libcuda.so.1)");
    if (found == null) {
      say("python", "no active environment with PyTorch");
      return;
    }
    String use = "used for GPUs";
    if (!found.fits()) {
      use = "not used: %s is needed".formatted(TorchLibraries.wanted());
    } else if (!found.cuda()) {
      use = "not used: it has no CUDA";
    } else if (!driver) {
      use = "not used: there is no driver";
    } else if (device.equals("cpu")) {
      use = "not used: attune.device is cpu";
    }
    say(
        "python",
        "PyTorch %s in %s, %s",
        Objects.requireNonNullElse(found.version(), "of some version"),
        found.folder(),
        use);
  }

  private void memory() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    say(
        "memory",
        "%s, of which %s are free; Java takes up to %s of it",
        Bytes.text(system.getTotalMemorySize()),
        Bytes.text(system.getFreeMemorySize()),
        Bytes.text(Runtime.getRuntime().maxMemory()));
    say("processors", "%d", Runtime.getRuntime().availableProcessors());
  }

  private void home(Path home) throws IOException {
    Path there = home;
    while (!Files.exists(there)) {
      there = Objects.requireNonNull(there.getParent());
    }
    long free = Files.getFileStore(there).getUsableSpace();
    String made = there.equals(home) ? "" : ", which the first start makes";
    say("home", "%s%s, %s free", home, made, Bytes.text(free));
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      advise(
          "%s cannot be written: give Attune's user the right, or set ATTUNE_HOME"
              .formatted(there));
    }
    if (free < GIGABYTE) {
      advise("Make room: models and features take gigabytes, and a full disk takes no experiments");
    }
  }

  private void database(Environment settings) {
    DatabaseCheck check =
        DatabaseCheck.of(
            settings.getRequiredProperty("spring.datasource.url"),
            settings.getProperty("spring.datasource.username"),
            settings.getProperty("spring.datasource.password"));
    say("database", "%s", check.found());
    if (!check.well()) {
      advise(
          "See that it runs and takes this user, or correct SPRING_DATASOURCE_URL, _USERNAME and _PASSWORD");
    }
  }

  private void models(Path home) {
    ModelHub hub = ModelHub.at(home);
    List<ModelInfo> models = hub.verified();
    say("models", "%d, every file of them read", models.size());
    for (ModelInfo model : models) {
      String state =
          model.problem() != null ? "broken" : hub.isBuiltIn(model.name()) ? "built in" : "well";
      say("", "%s, %s", model.name(), state);
      if (model.problem() != null) {
        advise(
            "%s; remove it (models remove %s) and install it again"
                .formatted(model.problem(), model.name()));
      }
    }
  }

  private void say(String what, String format, Object... values) {
    out().printf(Locale.ROOT, "%-11s %s%n", what, format.formatted(values));
    out().flush();
  }

  private void advise(String what) {
    ill = true;
    out().printf(Locale.ROOT, "%-11s -> %s%n", "", what);
    out().flush();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
