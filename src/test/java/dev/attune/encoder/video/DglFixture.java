package dev.attune.encoder.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.FixtureArrays;
import dev.attune.Fixtures;
import dev.attune.encoder.clip.Clip;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A recorded DGL model with its inputs; every size and name is read from the case. */
public record DglFixture(Fixtures.Case fixture, Dgl dgl, NDArray videos, long[][] tokens) {
  /** Names of the reference, in its order of outputs, and ours. */
  public static final Map<String, VideoFeature> FEATURES =
      Map.of(
          "global_prompt0", VideoFeature.GLOBAL,
          "average_global_prompt", VideoFeature.MEAN_GLOBAL,
          "average_frame_cls_token", VideoFeature.MEAN_FRAMES,
          "average_global_prompt_and_frame_cls_token", VideoFeature.MEAN_BOTH);

  private static final String WEIGHTS = "w.";

  /** The cases that hold a model. */
  public static List<Fixtures.Case> models() {
    return Fixtures.cases("dgl").stream().filter(c -> c.json().has("model_config")).toList();
  }

  /** The case of the metrics. */
  public static Fixtures.Case metrics() {
    return Fixtures.cases("dgl").stream()
        .filter(c -> !c.json().has("model_config"))
        .findFirst()
        .orElseThrow();
  }

  public static DglFixture load(Fixtures.Case fixture, Path scratch, NDManager manager) {
    Path base =
        Fixtures.root()
            .resolve(
                fixture.get("weights").properties().stream()
                    .filter(e -> e.getKey().startsWith("base"))
                    .findFirst()
                    .orElseThrow()
                    .getValue()
                    .asString());
    Clip clip = FixtureArrays.clip(manager, base);
    Path file = scratch.resolve("prompts.safetensors");
    Map<String, NDArray> prompts = new LinkedHashMap<>();
    fixture
        .tensors()
        .byName()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(WEIGHTS)) {
                prompts.put(name.substring(WEIGHTS.length()), FixtureArrays.array(manager, tensor));
              }
            });
    try {
      SafetensorsWriter.write(file, prompts, DataType.FLOAT32);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Fixtures.Tensors inputs = fixture.inputs();
    Fixtures.Tensor video = inputs.get("in.video"); // (B, 1, T, 3, R, R)
    long[] s = video.shape();
    NDArray videos =
        FixtureArrays.array(manager, video).reshape(new Shape(s[0] * s[1], s[2], s[3], s[4], s[5]));
    try (TensorSource source = WeightFiles.open(file)) {
      DglConfig config =
          DglConfig.infer(
              source,
              fixture.get("model_config", "local_each_frame_prompt_length").asInt(),
              fixture.get("model_config", "text_prompt_length").asInt());
      Weights weights = Weights.load(source, config.shapes(), Set.of(), manager);
      return new DglFixture(
          fixture,
          new Dgl(clip, config, weights),
          videos,
          FixtureArrays.rows(inputs.get("in.token_ids")));
    }
  }

  public float[] expected(String tensor) {
    return fixture.tensors().get("out." + tensor).floats();
  }

  public double tolerance(String name) {
    return fixture.get("tolerance", name).asDouble();
  }
}
