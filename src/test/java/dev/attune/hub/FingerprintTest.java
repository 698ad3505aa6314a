package dev.attune.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.digest.FeatureVersion;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.model.Activation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Map<String, String> FILES = Map.of("a.safetensors", "1", "config.json", "2");

  private static ModelCard card(String kind, Activation activation, CaptionerParts parts) {
    return new ModelCard(
        kind, "other", "d", "l", "s", null, activation, parts, null, Map.of(), null, List.of());
  }

  @Test
  void changesWithAllThatDecidesNumbers() {
    ModelCard card = card("clip", Activation.GELU, null);
    String print = Fingerprint.of(card, FILES);
    assertThat(print).matches("[0-9a-f]{64}");
    assertThat(
            List.of(
                Fingerprint.of(FeatureVersion.NOW + 1, card, FILES),
                Fingerprint.of(card("siglip", Activation.GELU, null), FILES),
                Fingerprint.of(card("clip", Activation.QUICK_GELU, null), FILES),
                Fingerprint.of(card("clip", null, null), FILES),
                Fingerprint.of(card("clip", Activation.GELU, new CaptionerParts("a", "b")), FILES),
                Fingerprint.of(card("clip", Activation.GELU, new CaptionerParts("a", "c")), FILES),
                Fingerprint.of(
                    card.withDgl(new DglParts("a", VideoFeature.GLOBAL, null, 0, 0, 0)), FILES),
                Fingerprint.of(card, Map.of("a.safetensors", "1")),
                Fingerprint.of(card, Map.of("a.safetensors", "3", "config.json", "2")),
                Fingerprint.of(card, Map.of("a.safetensors", "1", "config.json", "3"))))
        .doesNotHaveDuplicates()
        .doesNotContain(print);
  }

  @Test
  void isThatOfTheSameUnderOtherWords() {
    ModelCard words =
        new ModelCard(
            "clip",
            "judge",
            "x",
            "y",
            "z",
            null,
            Activation.GELU,
            null,
            null,
            Map.of(),
            null,
            List.of());
    assertThat(Fingerprint.of(words, FILES))
        .isEqualTo(Fingerprint.of(card("clip", Activation.GELU, null), FILES));
  }
}
