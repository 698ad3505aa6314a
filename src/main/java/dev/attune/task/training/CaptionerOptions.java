package dev.attune.task.training;

import dev.attune.hub.CaptionerParts;
import dev.attune.method.options.ModelName;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Whole;
import dev.attune.model.caption.MappingType;
import dev.attune.train.CaptionRecipe;
import dev.attune.train.EmbeddingNoise;
import io.swagger.v3.oas.annotations.media.Schema;

/** A captioner to be trained: a mapping network between a CLIP and a language model. */
public record CaptionerOptions(
    @Schema(
            title = "Name of the captioner",
            description = "of lower-case letters, digits, dots and dashes; it must be free")
        String captioner,
    @Schema(title = "Language model", description = "which stays as it is")
        @ModelName("language-model")
        String languageModel,
    @Schema(title = "Measured by", description = "the CLIP that is to measure its captions")
        @ModelName("encoder")
        String scorer,
    @Schema(title = "Mapping network", description = "which kind is trained") MappingType mapping,
    @Schema(title = "Prefix", description = "tokens of the prefix") @Whole(min = 1)
        int prefixLength,
    @Schema(title = "Epochs", description = "times that each caption is seen")
        @Whole(min = 1, max = 1000)
        int epochs,
    @Schema(title = "Captions a step", description = "captions of one optimiser step")
        @Whole(min = 1, max = 4096)
        int batch,
    @Schema(title = "Learning rate", description = "the highest, such as 4e-3") @Rate
        double learningRate,
    @Schema(title = "Warm-up", description = "steps in which the rate rises") @Whole(min = 0)
        int warmUp,
    @Schema(title = "Weight decay", description = "of the optimiser") @Rate double weightDecay) {

  /**
   * The papers' values, or those that suit a small language model; the captioner has no name yet.
   *
   * @param small whether the language model is built in
   */
  static CaptionerOptions usual(String clip, String languageModel, boolean small) {
    CaptionRecipe papers = CaptionRecipe.clipCap(0);
    CaptionerParts parts =
        small // the built-in judge knows more than the policy
            ? new CaptionerParts(clip, languageModel, "icons-clip-l")
            : new CaptionerParts(clip, languageModel);
    return new CaptionerOptions(
        "",
        languageModel,
        parts.scorer(),
        small ? MappingType.MLP : MappingType.TRANSFORMER,
        small ? 7 : 40,
        papers.epochs(),
        papers.batch(),
        small ? 4e-3 : papers.learningRate(),
        small ? 100 : papers.warmUp(),
        papers.weightDecay());
  }

  CaptionerTraining.Plan plan(
      CaptionerTraining.Source source, String clip, double noise, long seed) {
    return new CaptionerTraining.Plan(
        source,
        new CaptionerParts(clip, languageModel, scorer),
        mapping,
        prefixLength,
        Integer.MAX_VALUE,
        new CaptionRecipe(
            epochs,
            batch,
            learningRate,
            warmUp,
            weightDecay,
            new EmbeddingNoise(noise, false),
            seed));
  }
}
