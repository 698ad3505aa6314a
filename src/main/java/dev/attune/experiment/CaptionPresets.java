package dev.attune.experiment;

import dev.attune.experiment.ExperimentSpec.BatchNorm;
import dev.attune.experiment.ExperimentSpec.Method;
import dev.attune.experiment.ExperimentSpec.Momentum;
import dev.attune.experiment.ExperimentSpec.Reward;
import dev.attune.method.gradient.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The presets of captioning: the papers' numbers (ALGORITHMS 4, Captioning). */
final class CaptionPresets {
  static final String CLIPCAP = "rlcf-clipcap";
  static final String CAPDEC = "rlcf-capdec";

  private static final List<String> TASKS = List.of("captioning");

  private CaptionPresets() {}

  /** All of them, in the order they should be shown. */
  static List<Preset> all() {
    List<Preset> all = new ArrayList<>();
    add(all, CLIPCAP + "-flickr", "ClipCap as on Flickr30k", "icons-clipcap", 2e-6, 10);
    add(all, CLIPCAP + "-nocaps", "ClipCap as on NoCaps", "icons-clipcap", 2e-6, 10);
    add(all, CAPDEC + "-flickr", "CapDec as on Flickr30k", "icons-capdec", 5e-6, 6);
    add(all, CAPDEC + "-nocaps", "CapDec as on NoCaps", "icons-capdec", 3e-6, 6);
    return all;
  }

  /** A captioner's preset, the one with several judges, and the one that learns on. */
  private static void add(
      List<Preset> all, String name, String title, String model, double rate, int k) {
    String what = "Tunes the mapping network on the captions that another CLIP rewards";
    all.add(
        new Preset(
            name,
            title + ", by CLIP reward (RLCF)",
            what + ".",
            TASKS,
            model,
            method(rate, k, Presets.REWARD, null)));
    all.add(
        new Preset(
            name + "-ensemble",
            title + ", by the reward of several CLIPs (RLCF-S)",
            what + ", with several judges, each by the confidence in it.",
            TASKS,
            model,
            method(rate, k, Presets.ENSEMBLE, null)));
    all.add(
        new Preset(
            name + "-momentum",
            title + ", by CLIP reward, learning on (RLCF-M)",
            what + ", and every so often the next pictures start from what was learnt.",
            TASKS,
            model,
            method(rate, k, Presets.REWARD, Momentum.USUAL)));
  }

  private static Method method(double rate, int k, Reward reward, @Nullable Momentum momentum) {
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
        Presets.CROP,
        "all",
        "kd",
        0,
        BatchNorm.RUNNING,
        momentum,
        null,
        false);
  }
}
