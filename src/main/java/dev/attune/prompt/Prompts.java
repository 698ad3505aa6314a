package dev.attune.prompt;

import java.util.List;

/** Prompts, all of which count alike: a class's feature is the mean over all its texts. */
public record Prompts(List<Prompt> all) {
  private static final int NAMED = 5;

  public Prompts {
    all = List.copyOf(all);
  }

  /** Whether it depends on the class what there is. */
  public boolean describes() {
    return all.stream().anyMatch(Prompt.Descriptions.class::isInstance);
  }

  /** All texts of a class, prompt by prompt. */
  public List<String> of(String className) {
    return all.stream().flatMap(p -> p.of(className).stream()).toList();
  }

  /**
   * Checks that every prompt has texts for all classes.
   *
   * @throws PromptException naming the first that are missing
   */
  public void cover(List<String> classNames) {
    for (Prompt prompt : all) {
      List<String> missing = classNames.stream().filter(c -> prompt.of(c).isEmpty()).toList();
      if (prompt instanceof Prompt.Descriptions d && !missing.isEmpty()) {
        throw new PromptException(
            "%s describes %d of the %d classes, and not %s%s"
                .formatted(
                    d.file(),
                    classNames.size() - missing.size(),
                    classNames.size(),
                    String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
                    missing.size() > NAMED
                        ? " and %d more".formatted(missing.size() - NAMED)
                        : ""));
      }
    }
  }
}
