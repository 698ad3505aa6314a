package dev.attune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchEngineTest {
  private static final TorchLibraries LIBRARIES =
      new TorchLibraries(Path.of("/v/torch/lib"), "2.7.1");

  @Test
  void aMissingLibraryIsNamed() {
    assertThat(
            unloadable(
                "/v/torch/lib/libcaffe2_nvrtc.so: libcuda.so.1: cannot open shared object file:"
                    + " No such file or directory"))
        .hasMessage(
            "PyTorch in /v/torch/lib cannot be loaded: the library libcuda.so.1, which"
                + " libcaffe2_nvrtc.so needs, is missing.")
        .returns(true, e -> e.remedy().contains("NVIDIA's driver"));
  }

  @Test
  void aMissingSymbolIsNamed() {
    assertThat(unloadable("/v/torch/lib/libtorch_cuda.so: undefined symbol: cuGetErrorString"))
        .hasMessageContaining("libtorch_cuda.so needs the symbol cuGetErrorString")
        .returns(true, e -> e.remedy().contains("pip install torch==2.7.1"));
  }

  @Test
  void anyOtherReasonIsTold() {
    assertThat(unloadable("/v/torch/lib/libtorch.so: file too short"))
        .hasMessageContaining("file too short");
  }

  private static EngineStartException unloadable(String reason) {
    return TorchEngine.unloadable(
        new EngineException(
            "Failed to load PyTorch native library", new UnsatisfiedLinkError(reason)),
        LIBRARIES);
  }

  @Test
  void aDeviceThatIsNotThereIsAnErrorAndNoSilentCpu() {
    assertThatThrownBy(() -> TorchEngine.start(null, "gpu:0", 0))
        .isInstanceOfSatisfying(
            EngineStartException.class,
            e -> assertThat(e.remedy()).contains("pip install torch==2.7.1"))
        .hasMessageContaining("attune.device is gpu:0");
  }

  @Test
  void librariesThatAreNotThereOrOfAnotherVersionAreNamed(@TempDir Path place) throws IOException {
    assertThatThrownBy(() -> TorchEngine.start(place, "auto", 0))
        .hasMessageContaining(place.toString())
        .hasMessageContaining("not there");

    Files.createFile(
        Files.createDirectory(place.resolve("lib")).resolve(System.mapLibraryName("torch")));
    Files.writeString(place.resolve("build-version"), "2.15.0+cpu\n");

    assertThatThrownBy(() -> TorchEngine.start(place, "auto", 0))
        .hasMessageContaining("holds PyTorch 2.15.0+cpu, and 2.7.1 is needed");
  }
}
