package dev.attune.model;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's own libraries, as {@code pip install torch} leaves them, which stand in for those in
 * the jar. They are how Attune computes on a GPU: no Maven repository has them.
 *
 * @param folder with {@code libtorch.so}
 * @param version such as {@code 2.7.1+cu126}; null where none is written
 */
public record TorchLibraries(Path folder, @Nullable String version) {
  private static final String TORCH = System.mapLibraryName("torch");

  /** What DJL calls its binding to any PyTorch with CUDA 12. */
  private static final String CUDA_BINDING = "cu128";

  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+[\\w+.]*");

  /**
   * The version that DJL's binding is compiled for. DJL itself, when it is asked, looks for GPUs,
   * and would not look again after {@link #use()}.
   */
  public static String wanted() {
    Properties binding = new Properties();
    try (InputStream file =
        TorchLibraries.class.getResourceAsStream("/jnilib/pytorch.properties")) {
      binding.load(Objects.requireNonNull(file, "DJL's binding is not in the jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return binding.getProperty("jni_version").split("-", -1)[0];
  }

  /** Finds them in a folder: they themselves, PyTorch's package, or a Python environment. */
  public static Optional<TorchLibraries> in(Path place) {
    List<Path> folders = new ArrayList<>(List.of(place, place.resolve("lib")));
    folders.addAll(packages(place.resolve("lib")));
    return folders.stream()
        .filter(f -> Files.isRegularFile(f.resolve(TORCH)))
        .findFirst()
        .map(f -> new TorchLibraries(f, version(f)));
  }

  /** Those of the Python environment that this process was started in. */
  public static Optional<TorchLibraries> active() {
    return Stream.of("VIRTUAL_ENV", "CONDA_PREFIX")
        .map(System::getenv)
        .filter(Objects::nonNull)
        .map(Path::of)
        .flatMap(place -> in(place).stream())
        .findFirst();
  }

  /** Where an environment's Pythons, of which it mostly has one, keep PyTorch. */
  private static List<Path> packages(Path lib) {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(lib)) {
      try (DirectoryStream<Path> pythons = Files.newDirectoryStream(lib, "python3*")) {
        pythons.forEach(p -> folders.add(p.resolve("site-packages/torch/lib")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folders;
  }

  private static @Nullable String version(Path folder) {
    for (String file : List.of("version.py", "build-version")) {
      try {
        Matcher version =
            VERSION.matcher(Files.readString(folder.resolveSibling(file).normalize()));
        if (version.find()) {
          return version.group();
        }
      } catch (IOException e) {
        // the other one, or none
      }
    }
    return null;
  }

  /** Whether they are of the version that is wanted; one that is not written is believed. */
  public boolean fits() {
    return version == null || version.split("\\+", -1)[0].equals(wanted());
  }

  /** Whether they compute on GPUs. */
  public boolean cuda() {
    return Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
  }

  /** Whether this machine has an NVIDIA driver, without which they cannot even be loaded. */
  public static boolean driver() {
    try (NativeLibrary driver = NativeLibrary.getInstance("libcuda.so.1")) {
      return driver.getName() != null;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** Lets the engine be loaded from here. */
  void use() {
    System.setProperty("PYTORCH_LIBRARY_PATH", folder.toString());
    System.setProperty("PYTORCH_VERSION", wanted());
    System.setProperty("PYTORCH_FLAVOR", cuda() ? CUDA_BINDING : "cpu");
    // DJL counts GPUs with CUDA's runtime, which it looks for by name; PyTorch finds its own copy
    NativeLibrary.addSearchPath(
        "cudart", folder.resolve("../../nvidia/cuda_runtime/lib").normalize().toString());
  }
}
