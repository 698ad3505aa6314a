package dev.attune.experiment;

import dev.attune.experiment.ExperimentSpec.BatchNorm;
import dev.attune.experiment.ExperimentSpec.Method;
import dev.attune.experiment.ExperimentSpec.Momentum;
import dev.attune.experiment.ExperimentSpec.Reward;
import dev.attune.method.gradient.MethodType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The presets: the papers' numbers (ALGORITHMS, section 4), with the crops of 8% and more that the
 * papers take. A model's card may replace them.
 */
@Component
public class Presets {
  private static final String CLASSIFICATION = "classification";

  /** The papers': mean subtracted, over the candidates of one view. The card names the judge. */
  static final Reward REWARD = new Reward(List.of(), true, false, "view", "mean");

  static final Reward ENSEMBLE =
      new Reward(
          List.of("clip-vit-l14-336", "clip-rn50x64", "clip-vit-l14"),
          true,
          false,
          "view",
          "confidence");

  static final String CROP = "crop";

  /** Short names, for the setting that the papers begin with. */
  private static final Map<String, String> ALIASES =
      Map.of(
          CaptionPresets.CLIPCAP, CaptionPresets.CLIPCAP + "-flickr",
          CaptionPresets.CAPDEC, CaptionPresets.CAPDEC + "-flickr");

  private static final List<Preset> CLASSIFYING =
      List.of(
          new Preset(
              "zero-shot",
              "Zero-shot",
              "The model as it is, without adaptation.",
              List.of(CLASSIFICATION, RetrievalPresets.TASK),
              new Method(
                  "zero-shot",
                  0,
                  0,
                  0,
                  1,
                  1,
                  1,
                  1,
                  REWARD,
                  CROP,
                  "all",
                  "kd",
                  0,
                  BatchNorm.RUNNING,
                  null,
                  null,
                  false)),
          classification(
              "tpt",
              "Prompt, by entropy (TPT)",
              "Tunes the prompt's context vectors until the selected views agree.",
              new Method(
                  "tpt",
                  1,
                  5e-3,
                  5e-4,
                  1,
                  64,
                  0.1,
                  0.08,
                  REWARD,
                  CROP,
                  "all",
                  "kd",
                  0,
                  BatchNorm.RUNNING,
                  null,
                  null,
                  false)),
          classification(
              "rlcf-prompt",
              "Prompt, by CLIP reward (RLCF)",
              "Tunes the prompt's context vectors on what another CLIP rewards.",
              prompt(CROP, null)),
          classification(
              "rlcf-prompt-coop",
              "Prompt from CoOp's vectors, by CLIP reward (RLCF)",
              "As rlcf-prompt, from context vectors that CoOp learned on ImageNet.",
              prompt(CROP, "coop-imagenet")),
          classification(
              "rlcf-prompt-fine",
              "Prompt on AugMix views, by CLIP reward (RLCF)",
              "As rlcf-prompt, with the views of the fine-grained sets.",
              prompt("augmix", null)),
          classification(
              "rlcf-tune",
              "Image tower, by CLIP reward (RLCF)",
              "Tunes the whole image tower on what another CLIP rewards.",
              tune(MethodType.RLCF_TUNE, REWARD, null)),
          classification(
              "rlcf-tune-ensemble",
              "Image tower, by the reward of several CLIPs (RLCF-S)",
              "As rlcf-tune, with several judges, each by the confidence in it.",
              tune(MethodType.RLCF_TUNE, ENSEMBLE, null)),
          classification(
              "rlcf-tune-momentum",
              "Image tower, by CLIP reward, learning on (RLCF-M)",
              "As rlcf-tune, and every so often the next samples start from what was learnt.",
              tune(MethodType.RLCF_TUNE, REWARD, Momentum.USUAL)),
          classification(
              "tpt-tune",
              "Image tower, by entropy",
              "Tunes the whole image tower until the selected views agree.",
              tune(MethodType.TPT_TUNE, REWARD, null)),
          classification(
              "kd-tune",
              "Image tower, by distillation",
              "Tunes the whole image tower towards another CLIP's class distribution.",
              tune(MethodType.KD_TUNE, REWARD, null)));

  private static final List<Preset> ALL =
      Stream.of(CLASSIFYING, RetrievalPresets.all(), CaptionPresets.all(), TrainingPresets.all())
          .flatMap(List::stream)
          .toList();

  private static Method prompt(String augmentation, @Nullable String contextVectors) {
    return new Method(
        MethodType.RLCF_PROMPT.id(),
        3,
        7e-3,
        5e-4,
        3,
        64,
        0.1,
        0.08,
        REWARD,
        augmentation,
        "all",
        "kd",
        0,
        BatchNorm.RUNNING,
        null,
        contextVectors,
        false);
  }

  private static Method tune(MethodType type, Reward reward, @Nullable Momentum momentum) {
    return new Method(
        type.id(),
        3,
        1e-5,
        5e-4,
        type.rewarded() ? 3 : 1,
        64,
        0.1,
        0.08,
        reward,
        CROP,
        "all",
        "kd",
        0,
        BatchNorm.BATCH,
        momentum,
        null,
        false);
  }

  private static Preset classification(
      String name, String title, String description, Method method) {
    return new Preset(name, title, description, List.of(CLASSIFICATION), method);
  }

  /** All of them, in the order they should be shown. */
  public List<Preset> list() {
    return ALL;
  }

  /** The preset of a name, or of a short name such as {@code rlcf-clipcap}. */
  public Optional<Preset> find(@Nullable String name) {
    String full = name == null ? null : ALIASES.getOrDefault(name, name);
    return ALL.stream().filter(p -> p.name().equals(full)).findFirst();
  }

  /** The preset with a method's usual numbers in a task. */
  public Optional<Preset> usual(String task, MethodType type) {
    return ALL.stream().filter(p -> p.serves(task) && p.isOf(type.id())).findFirst();
  }
}
