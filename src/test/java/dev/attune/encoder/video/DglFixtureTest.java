package dev.attune.encoder.video;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.Fixtures;
import dev.attune.model.Nn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The network against the reference program's numbers, in both forms. */
class DglFixtureTest {
  @TempDir private Path scratch;

  static List<Fixtures.Case> cases() {
    return DglFixture.models();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSizesAreReadOffTheShapes(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      DglConfig config = DglFixture.load(fixture, scratch, manager).dgl().config();
      boolean transformer = config.form() == DglForm.TRANSFORMER;
      assertThat(config.layers())
          .isEqualTo(fixture.get("model_config", "unified_transformer_layers").asInt());
      assertThat(config.globals())
          .isEqualTo(fixture.get("model_config", "global_visual_prompt_length").asInt());
      assertThat(config.framePrompts())
          .isEqualTo(fixture.get("model_config", "local_each_frame_prompt_length").asInt());
      assertThat(config.textPrompts())
          .isEqualTo(fixture.get("model_config", "text_prompt_length").asInt());
      assertThat(config.frames())
          .isEqualTo(transformer ? fixture.get("model_config", "frames").asInt() : 0);
      assertThat(config.blocks())
          .isEqualTo(
              transformer ? fixture.get("model_config", "prompt_transformer_layers").asInt() : 0);
      assertThat(config.heads())
          .isEqualTo(fixture.get("model_config", "prompt_transformer_heads").asInt());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void promptsAreTheRecordedOnes(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      DglFixture f = DglFixture.load(fixture, scratch, manager);
      DglPrompts prompts = f.dgl().prompts();
      double abs = f.tolerance("features_abs");
      assertClose(
          "text prompts", prompts.text().toFloatArray(), f.expected("unified_text_prompt"), abs, 0);
      assertClose(
          "visual prompts",
          prompts.frames().toFloatArray(),
          f.expected("unified_visual_prompt"),
          abs,
          0);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void featuresAndSimilaritiesAreTheRecordedOnes(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      DglFixture f = DglFixture.load(fixture, scratch, manager);
      Dgl dgl = f.dgl();
      DglPrompts prompts = dgl.prompts();
      double abs = f.tolerance("features_abs");
      NDArray text = dgl.text(manager, f.tokens(), prompts);
      assertClose("text", text.toFloatArray(), f.expected("text"), abs, 0);
      DglFixture.FEATURES.forEach(
          (name, feature) -> {
            NDArray video = dgl.video(f.videos(), prompts, feature);
            assertClose(name, video.toFloatArray(), f.expected(name + ".visual"), abs, 0);
            NDArray similarity =
                Nn.normalize(text)
                    .matMul(dgl.features(f.videos(), prompts, feature).transpose())
                    .mul(dgl.scale());
            assertClose(
                name + " similarity",
                similarity.toFloatArray(),
                f.expected(name + ".sim"),
                f.tolerance("sim_abs"),
                0);
          });
    }
  }

  /** What the reference calls {@code global-local-feature}: no experiment compares with it. */
  @ParameterizedTest
  @MethodSource("cases")
  void everyTokenIsTheRecordedOne(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      DglFixture f = DglFixture.load(fixture, scratch, manager);
      NDArray tokens = f.dgl().tokens(f.videos(), f.dgl().prompts(), true);
      NDArray first = tokens.get(new NDIndex(":, :1"));
      NDArray frames = tokens.get(new NDIndex(":, {}:", f.dgl().config().globals()));
      assertClose(
          "global and local features",
          NDArrays.concat(new NDList(first, frames), 1).toFloatArray(),
          f.expected("global-local-feature.visual"),
          f.tolerance("features_abs"),
          0);
    }
  }
}
