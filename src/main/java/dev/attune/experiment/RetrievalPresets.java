package dev.attune.experiment;

import dev.attune.experiment.ExperimentSpec.BatchNorm;
import dev.attune.experiment.ExperimentSpec.Method;
import dev.attune.experiment.ExperimentSpec.Momentum;
import dev.attune.experiment.ExperimentSpec.Reward;
import dev.attune.method.gradient.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The papers' numbers for retrieval (ALGORITHMS 4): K depends on the set, all else does not. */
final class RetrievalPresets {
  static final String TASK = "retrieval";

  private static final int COCO_TEXTS = 20;
  private static final int FLICKR_TEXTS = 16;
  private static final int PICTURES = 12;

  private RetrievalPresets() {}

  /** All but zero-shot, in the order they should be shown. */
  static List<Preset> all() {
    List<Preset> all = new ArrayList<>();
    add(all, "coco", "COCO", MethodType.RLCF_I2T, COCO_TEXTS);
    add(all, "coco", "COCO", MethodType.RLCF_T2I, PICTURES);
    add(all, "flickr", "Flickr30k", MethodType.RLCF_I2T, FLICKR_TEXTS);
    add(all, "flickr", "Flickr30k", MethodType.RLCF_T2I, PICTURES);
    for (MethodType type : List.of(MethodType.KD_I2T, MethodType.KD_T2I)) {
      String title = "%s, by distillation".formatted(direction(type));
      all.add(preset(type.id(), title, type.description(), method(type, 1, Presets.REWARD, null)));
    }
    return all;
  }

  private static void add(List<Preset> all, String set, String title, MethodType type, int k) {
    String name = type.id().replace("rlcf-", "rlcf-" + set + "-");
    String whole = "%s on %s, by CLIP reward (RLCF".formatted(direction(type), title);
    all.add(preset(name, whole + ")", type.description(), method(type, k, Presets.REWARD, null)));
    all.add(
        preset(
            name + "-ensemble",
            whole + "-S)",
            "As %s, with several judges, each by the confidence in it.".formatted(name),
            method(type, k, Presets.ENSEMBLE, null)));
    all.add(
        preset(
            name + "-momentum",
            whole + "-M)",
            "As %s, and every so often the next queries start from what was learnt."
                .formatted(name),
            method(type, k, Presets.REWARD, Momentum.USUAL)));
  }

  private static String direction(MethodType type) {
    return type.tunes() == MethodType.Tunes.TEXT_SIDE ? "Text to image" : "Image to text";
  }

  private static Preset preset(String name, String title, String description, Method method) {
    return new Preset(name, title, description, List.of(TASK), method);
  }

  private static Method method(MethodType type, int k, Reward reward, @Nullable Momentum momentum) {
    return new Method(
        type.id(),
        8,
        1e-6,
        5e-4,
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
