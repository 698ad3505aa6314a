package dev.attune.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.clip.CheckpointWriter;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.StreamState;
import dev.attune.model.Parameter;
import dev.attune.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnedModelsTest {
  @TempDir private Path home;

  private Learned learned(ModelHub hub, String model, String statistics) {
    ModelInfo start = hub.catalog().find(model).orElseThrow();
    return new Learned(
        model,
        start.fingerprint(),
        "icons",
        "abc",
        7,
        Map.of("type", "rlcf-tune", "batchNorm", Map.of("statistics", statistics)),
        0,
        null,
        null,
        null,
        "1");
  }

  /** Queries, keys and values are apart in one format, projections transposed, weights in fp16. */
  @ParameterizedTest
  @EnumSource(CheckpointWriter.class)
  void everyFormatTakesWhatWasLearned(CheckpointWriter format) throws IOException {
    ModelHub hub = ModelHub.at(home);
    Path folder = home.resolve("written");
    try (NDManager manager = NDManager.newBaseManager()) {
      hub.export("icons-clip-vit", folder);
      Files.delete(folder.resolve("card.json"));
      Files.delete(folder.resolve("model.safetensors"));
      format.write(
          (Clip) hub.catalog().encoder("icons-clip-vit", manager), folder, DataType.FLOAT16);
      Files.writeString(
          folder.resolve("card.json"), "{\"kind\":\"clip\",\"activation\":\"quick_gelu\"}");
      hub.importFrom(folder, "start");
      Encoder start = hub.catalog().encoder("start", manager);
      Path state = home.resolve("state.safetensors");
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      for (Parameter p : start.parameters().all()) {
        tensors.put(StreamState.START + p.name(), p.array().stopGradient().mul(1.1f).add(0.01f));
        tensors.put("average." + p.name(), p.array().zerosLike());
      }
      SafetensorsWriter.write(state, tensors, DataType.FLOAT32);
      ModelInfo kept =
          hub.keep(
              "kept",
              learned(hub, "start", "running"),
              file -> Files.copy(state, file),
              progress -> {});
      assertThat(kept.problem()).isNull();
      assertThat(kept.learned()).isNotNull();
      assertThat(kept.learned().statistics()).as("of no batch normalisation").isNull();
      Encoder found = hub.catalog().encoder("kept", manager);
      for (Parameter p : found.parameters().all()) {
        assertThat(p.array().toFloatArray())
            .as(p.name())
            .isEqualTo(tensors.get(StreamState.START + p.name()).toFloatArray());
      }
    }
    try (var left = Files.list(home.resolve("cache/kept"))) {
      assertThat(left).as("nothing is left of what was put together").isEmpty();
    }
  }

  @Test
  void tensorsThatAreNotTheStartsAreRefused() throws IOException {
    ModelHub hub = ModelHub.at(home);
    try (NDManager manager = NDManager.newBaseManager()) {
      for (String name : List.of("visual.nothing", "visual.bn1.weight")) {
        assertThatThrownBy(
                () ->
                    hub.keep(
                        "kept",
                        learned(hub, "icons-clip-s", "batch"),
                        file ->
                            SafetensorsWriter.write(
                                file,
                                Map.of(StreamState.START + name, manager.zeros(new Shape(1, 2))),
                                DataType.FLOAT32),
                        progress -> {}))
            .isInstanceOf(HubException.class)
            .hasMessageContaining(name);
      }
    }
    assertThat(hub.catalog().find("kept")).isEmpty();
  }
}
