package dev.attune.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelInfo;
import dev.attune.spec.ExperimentRequest;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Two models of one architecture have the same index, and nothing else in common. */
class ShardedModelsTest {
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir private Path home;
  @TempDir private Path elsewhere;

  @BeforeEach
  void home() {
    System.setProperty("attune.home", home.toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty("attune.home");
  }

  @Test
  void haveTheirOwnFeaturesRecallsAndProvenance() throws IOException {
    ModelHub hub = ModelHub.at(home);
    hub.export("icons-clip-s", elsewhere.resolve("whole"));
    ModelInfo one = hub.importFrom(sharded("one", 1), "one");
    ModelInfo two = hub.importFrom(sharded("two", -1), "two");
    assertThat(home.resolve("models/two").resolve(INDEX))
        .hasSameBinaryContentAs(home.resolve("models/one").resolve(INDEX));
    assertThat(one.bytes()).isEqualTo(bytes("one"));

    try (LocalExperiments local = LocalExperiments.open()) {
      LocalResult first = run(local, "one");
      LocalResult second = run(local, "two");
      LocalResult again = run(local, "one");
      assertThat(first.metrics()).isNotEqualTo(second.metrics()).isEqualTo(again.metrics());
      assertThat(first.provenance().fingerprints()).containsEntry("one", one.fingerprint());
      assertThat(second.provenance().fingerprints()).containsEntry("two", two.fingerprint());
      assertThat(first.provenance().models()).isNotEqualTo(second.provenance().models());
      assertThat(one.fingerprint()).isNotEqualTo(two.fingerprint());
    }
  }

  private static LocalResult run(LocalExperiments local, String model) {
    ExperimentRequest request =
        new ExperimentRequest(
            null,
            null,
            "retrieval",
            "scenes",
            null,
            12,
            7L,
            model,
            JsonNodeFactory.instance.objectNode().put("type", "zero-shot"));
    return local.run(local.resolve(request), (done, total) -> {});
  }

  /** Its texts are the other's with their signs changed. */
  private Path sharded(String name, float sign) throws IOException {
    Path folder = Files.createDirectories(elsewhere.resolve(name));
    Path whole = elsewhere.resolve("whole");
    Files.copy(whole.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
    Files.writeString(
        folder.resolve("open_clip_config.json"), "{\"model_cfg\": {\"quick_gelu\": true}}");
    Map<String, String> homes = new TreeMap<>();
    try (NDManager manager = NDManager.newBaseManager();
        TensorSource source = WeightFiles.open(whole.resolve("model.safetensors"))) {
      for (boolean pictures : new boolean[] {true, false}) {
        String file = pictures ? "model-1.safetensors" : "model-2.safetensors";
        Map<String, NDArray> shard = new TreeMap<>();
        for (Map.Entry<String, TensorInfo> e : source.tensors().entrySet()) {
          String tensor = e.getKey();
          if (tensor.startsWith("visual") == pictures) {
            TensorInfo info = e.getValue();
            NDArray array = manager.create(source.read(tensor), info.shape(), info.type());
            shard.put(tensor, tensor.equals("text_projection") ? array.mul(sign) : array);
            homes.put('"' + tensor + '"', '"' + file + '"');
          }
        }
        SafetensorsWriter.write(folder.resolve(file), shard, DataType.FLOAT32);
      }
    }
    Files.writeString(
        folder.resolve(INDEX), "{\"weight_map\": " + homes.toString().replace('=', ':') + "}");
    return folder;
  }

  private long bytes(String name) throws IOException {
    long sum = 0;
    for (String file : new String[] {INDEX, "model-1.safetensors", "model-2.safetensors"}) {
      sum += Files.size(elsewhere.resolve(name).resolve(file));
    }
    return sum;
  }
}
