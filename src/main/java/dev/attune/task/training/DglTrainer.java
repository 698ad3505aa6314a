package dev.attune.task.training;

import com.google.auto.service.AutoService;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.VideoDataset;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.video.DglConfig;
import dev.attune.encoder.video.DglForm;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Rules;
import dev.attune.method.options.Whole;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.train.DglRecipe;
import dev.attune.train.DglTraining;
import dev.attune.weights.WeightsException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** DGL (Yang et al. 2024, arXiv 2401.10588; ALGORITHMS 5). */
@AutoService(Trainer.class)
public final class DglTrainer implements Trainer<DglTrainer.Options> {
  /** The kind of what is made. */
  public static final String KIND = "dgl";

  private static final String NAMED = "prompts";

  /** Its options. */
  public record Options(
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
              description =
                  "layers with prompts of their own; 0 for as many as the deeper tower has")
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

    /** Of a training that begins with a seed. */
    DglRecipe recipe(long seed) {
      return new DglRecipe(
          epochs, captions, together, randomFrames, batch, learningRate, warmUp, weightDecay, seed);
    }

    /** The prompts for a CLIP and a set. */
    DglConfig config(ClipConfig clip, VideoDataset data) {
      return DglConfig.of(form, clip, frames(data)).withLayers(layers);
    }

    int frames(VideoDataset data) {
      return frames == 0 ? data.sampling().frames() : frames;
    }

    int words(VideoDataset data) {
      return words == 0 ? data.words() : words;
    }
  }

  @Override
  public String id() {
    return KIND;
  }

  @Override
  public String description() {
    return "Trains prompts that make a frozen CLIP an encoder of videos.";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public boolean accepts(DatasetInfo set) {
    return set.modality() == DatasetInfo.Modality.VIDEOS;
  }

  /** The paper's, or what suits a small CLIP. */
  @Override
  public Options usual(Workshop shop, String model, UnaryOperator<@Nullable String> given) {
    boolean small = shop.hub().isBuiltIn(model);
    return new Options(
        "",
        DglForm.TRANSFORMER,
        VideoFeature.GLOBAL,
        "",
        0,
        true,
        0,
        0,
        5,
        small ? 1 : 0,
        small,
        small ? 32 : 128,
        2e-3,
        0.1,
        0.2);
  }

  @Override
  public String usualModel() {
    return "icons-clip-vit";
  }

  @Override
  public String named() {
    return NAMED;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String makes(Options options) {
    return options.prompts();
  }

  @Override
  public Set<String> needs(Options options) {
    return Set.of();
  }

  @Override
  public void check(TrainingSpec<Options> spec, Rules rules) {
    Options options = spec.options();
    spec.shop().checkFree(NAMED, options.prompts(), rules);
    try {
      parts(spec);
    } catch (UnknownNameException e) {
      rules.broken("validation", String.valueOf(e.getMessage()));
    } catch (TaskException e) {
      // said of the limit, by whoever counts the pieces
    }
    if (!spec.shop()
        .hub()
        .catalog()
        .find(spec.model())
        .filter(m -> m.kind().is("clip"))
        .isPresent()) {
      rules.broken(MODEL, "%s is no CLIP, which DGL's prompts need".formatted(spec.model()));
      return;
    }
    try (ClipCheckpoint clip = spec.shop().hub().catalog().clip(spec.model())) {
      ClipConfig config = clip.config();
      int imageLayers = config.transformer().layers();
      int most = Math.max(imageLayers, config.textLayers());
      rules.require(
          options.layers() == 0 || options.layers() >= imageLayers && options.layers() <= most,
          "layers",
          "must be 0, or "
              + Whole.Validator.words(imageLayers, most).substring("must be ".length()));
      rules.require(
          options.words() == 0 || options.words() >= 3 && options.words() <= config.contextLength(),
          "words",
          "must be 0, or 3 to %d".formatted(config.contextLength()));
    } catch (IllegalArgumentException e) {
      rules.broken(MODEL, "%s: %s".formatted(spec.model(), e.getMessage()));
    }
  }

  @Override
  public int pieces(TrainingSpec<Options> spec) {
    try {
      VideoParts parts = parts(spec);
      return DglTraining.pieces(
          spec.options().recipe(spec.seed()), parts.training(), parts.validation());
    } catch (UnknownNameException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  static VideoParts parts(TrainingSpec<Options> spec) {
    return VideoParts.of(
        spec.shop().datasets(), spec.dataset(), spec.limit(), spec.options().validation());
  }

  @Override
  public TaskRun open(TrainingSpec<Options> spec) {
    try {
      return new DglTrainingRun(spec);
    } catch (UnknownNameException | WeightsException | IllegalArgumentException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }
}
