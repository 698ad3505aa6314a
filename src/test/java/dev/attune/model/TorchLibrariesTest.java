package dev.attune.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Python environment as pip leaves it. */
class TorchLibrariesTest {
  @TempDir private Path environment;
  private Path torch;

  @BeforeEach
  void install() throws IOException {
    torch = environment.resolve("lib/python3.12/site-packages/torch");
    Files.createDirectories(torch.resolve("lib"));
    Files.createFile(torch.resolve("lib").resolve(System.mapLibraryName("torch")));
    version("2.7.1+cu126");
  }

  private void version(String version) throws IOException {
    Files.writeString(
        torch.resolve("version.py"),
        "from typing import Optional\n\n__version__ = '%s'\ncuda: Optional[str] = '12.6'\n"
            .formatted(version));
  }

  @Test
  void areFoundFromAnyOfTheirFolders() {
    for (Path place : new Path[] {environment, torch, torch.resolve("lib")}) {
      assertThat(TorchLibraries.in(place))
          .as(place.toString())
          .contains(new TorchLibraries(torch.resolve("lib"), "2.7.1+cu126"));
    }
    assertThat(TorchLibraries.in(environment.resolve("bin"))).isEmpty();
  }

  @Test
  void theVersionIsThatOfTheBinding() throws IOException {
    assertThat(TorchLibraries.wanted()).isEqualTo("2.7.1");
    assertThat(TorchLibraries.in(environment).orElseThrow().fits()).isTrue();

    version("2.15.0+cu130");

    assertThat(TorchLibraries.in(environment).orElseThrow().fits()).isFalse();
  }

  @Test
  void cudaIsALibrary() throws IOException {
    assertThat(TorchLibraries.in(environment).orElseThrow().cuda()).isFalse();

    Files.createFile(torch.resolve("lib").resolve(System.mapLibraryName("torch_cuda")));

    assertThat(TorchLibraries.in(environment).orElseThrow().cuda()).isTrue();
  }
}
