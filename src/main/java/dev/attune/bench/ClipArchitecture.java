package dev.attune.bench;

import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.clip.VisionConfig;
import dev.attune.model.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The shapes of OpenAI's CLIPs that are measured (Radford et al. 2021, tables 19 and 20). */
public enum ClipArchitecture {
  B32(new VisionConfig.Vit(768, 12, 12, 32), 512, 512),
  B16(new VisionConfig.Vit(768, 12, 12, 16), 512, 512),
  L14(new VisionConfig.Vit(1024, 24, 16, 14), 768, 768),
  RN50(new VisionConfig.ResNet(64, List.of(3, 4, 6, 3), 32), 1024, 512);

  private static final int RESOLUTION = 224;
  private static final int CONTEXT = 77;
  private static final int VOCABULARY = 49408;
  private static final int TEXT_LAYERS = 12;

  private final ClipConfig config;

  ClipArchitecture(VisionConfig vision, int embedding, int textWidth) {
    config =
        new ClipConfig(
            vision,
            RESOLUTION,
            embedding,
            CONTEXT,
            VOCABULARY,
            textWidth,
            textWidth / 64,
            TEXT_LAYERS,
            Activation.QUICK_GELU);
  }

  public ClipConfig config() {
    return config;
  }

  /** The name on the command line, such as {@code b16}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ClipArchitecture> byId(String id) {
    return Arrays.stream(values()).filter(a -> a.id().equals(id)).findFirst();
  }
}
