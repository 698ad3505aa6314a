package dev.attune.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.attune.encoder.clip.VisionConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlopCountTest {

  /** Beside OpenCLIP's published profile, which counts every token of the last attention. */
  @ParameterizedTest
  @CsvSource({"B32,8.82", "B16,35.13", "L14,162.03", "RN50,12.22"})
  void countsWhatIsPublishedLessWhatIsNotComputed(ClipArchitecture architecture, double gflop) {
    double spared =
        architecture.config().vision() instanceof VisionConfig.Vit vit
            ? 20.0 / 24 / vit.layers()
            : 0.05; // queries and outputs of 49 of the pooling's 50 tokens
    assertThat(FlopCount.image(architecture.config()) / 1e9)
        .isCloseTo(gflop * (1 - spared), withinPercentage(1));
  }
}
