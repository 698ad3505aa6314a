package dev.attune.experiment;

import dev.attune.adapt.MethodType;
import dev.attune.experiment.ExperimentSpec.Method;
import dev.attune.experiment.ExperimentSpec.Reward;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The presets: the papers' numbers (ALGORITHMS, section 4). A model's card may replace them. */
@Component
public class Presets {
  private static final String CLASSIFICATION = "classification";

  /** The papers': mean subtracted, over the candidates of one view. The card names the judge. */
  private static final Reward REWARD = new Reward(List.of(), true, false, "view");

  /** Crops as the papers take them. */
  private static final double CROP = 0.08;

  private static final List<Preset> ALL =
      List.of(
          classification(
              MethodType.ZERO_SHOT,
              "Zero-shot",
              "The model as it is, without adaptation.",
              new Method("zero-shot", 0, 0, 0, 1, 1, 1, 1, REWARD)),
          classification(
              MethodType.TPT,
              "Prompt, by entropy (TPT)",
              "Tunes the prompt's context vectors until the selected views agree.",
              new Method("tpt", 1, 5e-3, 5e-4, 1, 64, 0.1, CROP, REWARD)),
          classification(
              MethodType.RLCF_PROMPT,
              "Prompt, by CLIP reward (RLCF)",
              "Tunes the prompt's context vectors on what another CLIP rewards.",
              new Method("rlcf-prompt", 3, 7e-3, 5e-4, 3, 64, 0.1, CROP, REWARD)),
          classification(
              MethodType.RLCF_TUNE,
              "Image tower, by CLIP reward (RLCF)",
              "Tunes the whole image tower on what another CLIP rewards.",
              new Method("rlcf-tune", 3, 1e-5, 5e-4, 3, 64, 0.1, CROP, REWARD)));

  private static Preset classification(
      MethodType type, String title, String description, Method method) {
    return new Preset(type.id(), title, description, CLASSIFICATION, method);
  }

  /** All of them, in the order they should be shown. */
  public List<Preset> list() {
    return ALL;
  }

  public Optional<Preset> find(String name) {
    return ALL.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** The preset with a method's usual numbers in a task. */
  public Optional<Preset> usual(String task, MethodType type) {
    return ALL.stream()
        .filter(p -> p.task().equals(task) && p.method().type().equals(type.id()))
        .findFirst();
  }
}
