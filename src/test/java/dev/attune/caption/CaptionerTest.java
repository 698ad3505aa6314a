package dev.attune.caption;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.FixtureArrays;
import dev.attune.Fixtures;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.caption.CaptionText;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.caption.MlpConfig;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmFixture;
import dev.attune.weights.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parts that do not fit together are refused, with the reason. */
class CaptionerTest {
  private static final Fixtures.Case CASE = Fixtures.cases("caption_tta").get(0);

  @Test
  void partsMustFit() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = FixtureArrays.clip(manager, CASE.weights("clip_for_prefix"));
      CausalLm lm = LmFixture.shared(CASE.weights("opt"), manager);
      int embedDim = clip.config().embedDim();
      int width = lm.config().width();
      refuses(clip, lm, new MlpConfig(4, width, embedDim + 1), 10, "embeddings of size");
      refuses(clip, lm, new MlpConfig(4, width + 1, embedDim), 10, "prefixes of width");
      int positions = lm.config().positions();
      refuses(clip, lm, new MlpConfig(4, width, embedDim), positions - 4, "positions");
    }
  }

  private static void refuses(
      Clip clip, CausalLm lm, MlpConfig config, int maxNewTokens, String reason) {
    MappingNetwork mapping = config.network(new Weights(Map.of()));
    CaptionText none = new NoText();
    assertThatThrownBy(() -> new Captioner(clip, mapping, lm, none, maxNewTokens))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private record NoText() implements CaptionText {
    @Override
    public long startToken() {
      return 2;
    }

    @Override
    public long endToken() {
      return 3;
    }

    @Override
    public long paddingToken() {
      return 1;
    }

    @Override
    public long[] encode(String caption) {
      return new long[] {startToken()};
    }

    @Override
    public String decode(long[] tokens) {
      return "";
    }
  }
}
