package dev.attune.encoder.clip;

import static dev.attune.FixtureArrays.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.FixtureArrays;
import dev.attune.Fixtures;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClipFixtureTest {

  static Stream<Fixtures.Case> cases() {
    return Stream.concat(
        Fixtures.cases("clip_vit").stream(), Fixtures.cases("clip_resnet").stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void towersGiveTheRecordedFeatures(Fixtures.Case fixture) {
    Fixtures.Tensors t = fixture.tensors();
    double abs = fixture.get("tolerance", "abs").asDouble();
    double rel = fixture.get("tolerance", "rel").asDouble();
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = FixtureArrays.clip(manager, fixture.weights("clip"));
      NDArray images = FixtureArrays.array(manager, t.get("in.images"));
      long[][] tokens = FixtureArrays.rows(t.get("in.tokens"));
      NDArray image = clip.vision().encode(images, false);
      NDArray text = clip.text().encode(manager, tokens);
      assertClose("image", image.toFloatArray(), t.get("out.image_features").floats(), abs, rel);
      assertClose("text", text.toFloatArray(), t.get("out.text_features").floats(), abs, rel);
      NDArray logits =
          clip.imageFeatures(images)
              .matMul(clip.textFeatures(manager, tokens).transpose())
              .mul(clip.logitScale());
      assertClose(
          "logits", logits.toFloatArray(), t.get("out.logits_per_image").floats(), abs, rel);
      assertClose(
          "transposed",
          logits.transpose().toFloatArray(),
          t.get("out.logits_per_text").floats(),
          abs,
          rel);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sharedPrefixGivesTheFeaturesOfWholeTexts(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = FixtureArrays.clip(manager, fixture.weights("clip"));
      int eot = clip.config().vocabSize() - 1;
      long[][] tokens = {
        {eot - 1, 5, 6, 7, 20, eot, 0}, {eot - 1, 5, 6, 7, eot, 0, 0}, {eot - 1, 5, 6, 7, 9, eot, 0}
      };
      NDArray whole = clip.text().encode(manager, tokens);
      NDArray context = clip.text().contextOf(manager, new long[] {5, 6, 7});
      NDArray shared = clip.text().prompts(manager, tokens, 3).encode(context);
      assertClose("shared", shared.toFloatArray(), whole.toFloatArray(), 1e-5, 1e-5);
      assertClose(
          "row 1",
          shared.get(new NDIndex("1")).toFloatArray(),
          clip.text().encode(manager, new long[][] {tokens[1]}).toFloatArray(),
          1e-5,
          1e-5);
    }
  }
}
