package dev.attune.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.clip.VisionConfig;
import dev.attune.encoder.video.DglCheckpoint;
import dev.attune.model.Activation;
import dev.attune.weights.TensorSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInModelsTest {
  private static final long MOST_BYTES = 20L << 20;
  private final BuiltInModels models = new BuiltInModels();

  @Test
  void allTogetherStaySmall() {
    assertThat(models.list().stream().mapToLong(ModelInfo::bytes).sum()).isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "icons-clip-s, ResNet",
    "icons-clip-l, ResNet",
    "icons-clip-vit, Vit",
    "icons-clip-motion, Vit"
  })
  void bothTowersAreThere(String name, String tower) {
    try (TensorSource weights = models.weights(name)) {
      VisionConfig vision = ClipConfig.infer(weights, Activation.QUICK_GELU).vision();
      assertThat(vision.getClass().getSimpleName()).isEqualTo(tower);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"icons-dgl-linear", "icons-dgl-transformer"})
  void cardsOfPromptsSayWhatIsInThem(String name) {
    DglParts said = models.find(name).orElseThrow().dgl();
    String clip = said.clip();
    try (DglCheckpoint prompts = DglCheckpoint.open(models.weights(name));
        TensorSource weights = models.weights(clip)) {
      ClipConfig sizes = ClipConfig.infer(weights, Activation.QUICK_GELU);
      assertThat(said).isEqualTo(DglParts.of(clip, said.feature(), prompts.config(), sizes));
      assertThat(models.frames(name)).isEqualTo(prompts.config().frames());
    }
  }
}
