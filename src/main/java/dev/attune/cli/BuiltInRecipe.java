package dev.attune.cli;

import dev.attune.dataset.icons.TrainingPictures.Audience;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.clip.VisionConfig;
import dev.attune.model.Activation;
import dev.attune.train.ClipRecipe;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the built-in CLIPs are trained; {@code icons-clip-vit} is taught by the judge instead, and
 * {@code icons-clip-motion} starts from its weights.
 */
enum BuiltInRecipe {
  POLICY(
      "icons-clip-s", Audience.POLICY, new VisionConfig.ResNet(16, List.of(1, 1, 1, 1), 8), 4000),
  JUDGE("icons-clip-l", Audience.JUDGE, new VisionConfig.ResNet(20, List.of(1, 2, 2, 1), 10), 6000),
  /** Serves only to choose the samples of {@code icons-hard}; not shipped. */
  THIRD(
      "icons-clip-third",
      Audience.THIRD,
      new VisionConfig.ResNet(12, List.of(1, 1, 1, 1), 6),
      2500),
  STUDENT("icons-clip-vit", Audience.JUDGE, new VisionConfig.Vit(128, 4, 2, 8), 2400),
  MOTION("icons-clip-motion", Audience.MOTION, new VisionConfig.Vit(128, 4, 2, 8), 4000);

  private static final int RESOLUTION = 64;
  private static final int EMBEDDING = 128;
  private static final int CONTEXT = 48;
  private static final int TEXT_WIDTH = 128;
  private static final int TEXT_LAYERS = 2;

  private final String model;
  private final Audience audience;
  private final VisionConfig vision;
  private final int steps;

  BuiltInRecipe(String model, Audience audience, VisionConfig vision, int steps) {
    this.model = model;
    this.audience = audience;
    this.vision = vision;
    this.steps = steps;
  }

  static Optional<BuiltInRecipe> of(String model) {
    return Arrays.stream(values()).filter(r -> r.model.equals(model)).findFirst();
  }

  String model() {
    return model;
  }

  Audience audience() {
    return audience;
  }

  VisionConfig vision() {
    return vision;
  }

  int steps() {
    return steps;
  }

  /**
   * The seed of the pictures and of the initial weights: no two models share one, but for the two
   * of which one starts from the other; its pictures are of another stream.
   */
  long seed() {
    return 100 + Math.min(ordinal(), STUDENT.ordinal());
  }

  ClipConfig config(int vocabulary) {
    return new ClipConfig(
        vision,
        RESOLUTION,
        EMBEDDING,
        CONTEXT,
        vocabulary,
        TEXT_WIDTH,
        TEXT_WIDTH / 64,
        TEXT_LAYERS,
        Activation.QUICK_GELU);
  }

  ClipRecipe recipe(ClipConfig config, int steps, int batch, double learningRate) {
    return new ClipRecipe(config, steps, batch, learningRate, steps / 20 + 1, 0.05, seed());
  }
}
