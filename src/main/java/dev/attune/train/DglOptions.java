package dev.attune.train;

import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.clip.Checkpoints;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.video.DglConfig;
import dev.attune.encoder.video.DglForm;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Rules;
import dev.attune.method.options.Whole;
import dev.attune.method.schema.Leaf;
import io.swagger.v3.oas.annotations.media.Schema;

/** How DGL's prompts are to be trained. */
public record DglOptions(
    @Schema(
            title = "Name of the prompts",
            description = "of lower-case letters, digits, dots and dashes; it must be free")
        String prompts,
    @Schema(
            title = "Form",
            description = "where the prompts of texts and videos come from: the latent space")
        DglForm form,
    @Schema(title = "Feature", description = "which of a video's tokens its feature is")
        VideoFeature feature,
    @Schema(
            title = "Validation",
            description =
                "the set of videos that is measured after each epoch; without one the last"
                    + " twentieth of the videos, which are not learned from then")
        String validation,
    @Schema(title = "Frames", description = "of a video; 0 for as many as the set's own")
        @Whole(min = 0, max = 256)
        int frames,
    @Schema(
            title = "Random frames",
            description = "whether a random frame of each segment is learned from")
        boolean randomFrames,
    @Schema(
            title = "Words",
            description =
                "tokens of a caption that are read, start and end among them; 0 for as many as"
                    + " the set's own")
        @Whole(min = 0)
        int words,
    @Schema(
            title = "Prompted layers",
            description = "layers with prompts of their own; 0 for as many as the deeper tower has")
        @Whole(min = 0, max = 1000)
        int layers,
    @Schema(title = "Epochs", description = "times that each video is seen with its captions")
        @Whole(min = 1, max = 1000)
        int epochs,
    @Schema(
            title = "Captions",
            description =
                "captions of each video that an epoch sees, other ones each time; 0 for all")
        @Whole(min = 0)
        int captions,
    @Schema(
            title = "Reverses together",
            description =
                "whether a video and its reverse, where the set has both, come in one step")
        boolean together,
    @Schema(title = "Videos a step", description = "videos of one optimiser step, with a caption")
        @Whole(min = 2, max = 4096)
        int batch,
    @Schema(title = "Learning rate", description = "the highest, such as 2e-3") @Rate
        double learningRate,
    @Schema(title = "Warm-up", description = "share of the steps in which the rate rises")
        @Rate(below = 1)
        double warmUp,
    @Schema(title = "Weight decay", description = "of the optimiser") @Rate double weightDecay) {

  /** Of the 12 of a built-in clip; in its reverse their middles are the same frames. */
  private static final int SMALL_FRAMES = 4;

  /**
   * The paper's values, or those that suit a small CLIP; the prompts have no name yet.
   *
   * @param small whether the CLIP is built in
   */
  public static DglOptions usual(boolean small) {
    return new DglOptions(
        "",
        DglForm.TRANSFORMER,
        small ? VideoFeature.MEAN_FRAMES : VideoFeature.GLOBAL,
        "",
        small ? SMALL_FRAMES : 0,
        true,
        0,
        0,
        small ? 10 : 5,
        small ? 1 : 0,
        small,
        small ? 32 : 128,
        small ? 4e-3 : 2e-3,
        0.1,
        0.2);
  }

  /** Of a training that begins with a seed. */
  public DglRecipe recipe(long seed) {
    return new DglRecipe(
        epochs, captions, together, randomFrames, batch, learningRate, warmUp, weightDecay, seed);
  }

  /** The form as JSON has it. */
  public String formName() {
    return Leaf.choice(form);
  }

  /** The feature as JSON has it. */
  public String featureName() {
    return Leaf.choice(feature);
  }

  DglConfig config(ClipConfig clip, int frames) {
    return DglConfig.of(form, clip, frames).withLayers(layers);
  }

  /**
   * Checks what depends on the CLIP.
   *
   * @throws IllegalArgumentException when no such prompts can be for it
   */
  public void check(ModelFiles model, Rules rules) {
    try (ClipCheckpoint clip = Checkpoints.open(model)) {
      ClipConfig config = clip.config();
      int least = config.transformer().layers();
      int most = Math.max(least, config.textLayers());
      rules.require(
          layers == 0 || layers >= least && layers <= most,
          "layers",
          "must be 0, or %d to %d".formatted(least, most));
      rules.require(
          words == 0 || words >= 3 && words <= config.contextLength(),
          "words",
          "must be 0, or 3 to %d".formatted(config.contextLength()));
    }
  }
}
