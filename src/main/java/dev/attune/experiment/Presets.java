package dev.attune.experiment;

import dev.attune.adapt.MethodType;
import dev.attune.experiment.ExperimentSpec.BatchNorm;
import dev.attune.experiment.ExperimentSpec.Method;
import dev.attune.experiment.ExperimentSpec.Momentum;
import dev.attune.experiment.ExperimentSpec.Reward;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The presets: the papers' numbers (ALGORITHMS, section 4), with the crops of 8% and more that the
 * papers take. A model's card may replace them.
 */
@Component
public class Presets {
  private static final String CLASSIFICATION = "classification";
  private static final String CAPTIONING = "captioning";
  private static final String CLIPCAP = "rlcf-clipcap";
  private static final String CAPDEC = "rlcf-capdec";

  /** The papers': mean subtracted, over the candidates of one view. The card names the judge. */
  private static final Reward REWARD = new Reward(List.of(), true, false, "view", "mean");

  private static final Reward ENSEMBLE =
      new Reward(
          List.of("clip-vit-l14-336", "clip-rn50x64", "clip-vit-l14"),
          true,
          false,
          "view",
          "confidence");

  private static final String CROP = "crop";

  /** Short names, for the setting that the papers begin with. */
  private static final Map<String, String> ALIASES =
      Map.of(CLIPCAP, CLIPCAP + "-flickr", CAPDEC, CAPDEC + "-flickr");

  private static final List<Preset> CLASSIFICATIONS =
      List.of(
          classification(
              "zero-shot",
              "Zero-shot",
              "The model as it is, without adaptation.",
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
                  null)),
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
                  null)),
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

  private static final List<Preset> ALL = all();

  private static List<Preset> all() {
    List<Preset> all = new ArrayList<>(CLASSIFICATIONS);
    captions(all, CAPDEC + "-flickr", "CapDec as on Flickr30k", "icons-capdec", 5e-6, 6);
    captions(all, CAPDEC + "-nocaps", "CapDec as on NoCaps", "icons-capdec", 3e-6, 6);
    captions(all, CLIPCAP + "-flickr", "ClipCap as on Flickr30k", "icons-clipcap", 2e-6, 10);
    captions(all, CLIPCAP + "-nocaps", "ClipCap as on NoCaps", "icons-clipcap", 2e-6, 10);
    return List.copyOf(all);
  }

  /** A captioner's preset, the one with several judges, and the one that learns on. */
  private static void captions(
      List<Preset> all, String name, String title, String model, double rate, int k) {
    String what = "Tunes the mapping network on the captions that another CLIP rewards";
    all.add(
        new Preset(
            name,
            title + ", by CLIP reward (RLCF)",
            what + ".",
            List.of(CAPTIONING),
            model,
            caption(rate, k, REWARD, null)));
    all.add(
        new Preset(
            name + "-ensemble",
            title + ", by the reward of several CLIPs (RLCF-S)",
            what + ", with several judges, each by the confidence in it.",
            List.of(CAPTIONING),
            model,
            caption(rate, k, ENSEMBLE, null)));
    all.add(
        new Preset(
            name + "-momentum",
            title + ", by CLIP reward, learning on (RLCF-M)",
            what + ", and every so often the next pictures start from what was learnt.",
            List.of(CAPTIONING),
            model,
            caption(rate, k, REWARD, Momentum.USUAL)));
  }

  private static Method caption(double rate, int k, Reward reward, @Nullable Momentum momentum) {
    return new Method(
        MethodType.RLCF_CAPTION.id(),
        4,
        rate,
        0,
        k,
        1,
        1,
        1,
        reward,
        CROP,
        "all",
        "kd",
        0,
        BatchNorm.RUNNING,
        momentum,
        null);
  }

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
        contextVectors);
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
        null);
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
    return ALL.stream()
        .filter(p -> p.serves(task) && p.method().type().equals(type.id()))
        .findFirst();
  }
}
