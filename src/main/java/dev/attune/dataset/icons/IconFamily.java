package dev.attune.dataset.icons;

import java.util.Arrays;
import java.util.List;

/**
 * The icon families, each one designer's hand, and the first model that learns from it: the judge
 * learns from the policy's families too, and nobody learns from the held-out ones.
 */
public enum IconFamily {
  MATERIAL("material", Style.FILLED, Learner.POLICY),
  MATERIAL_ROUND("material-round", Style.FILLED, Learner.POLICY),
  MATERIAL_SHARP("material-sharp", Style.FILLED, Learner.POLICY),
  MATERIAL_DESIGN("material-design", Style.FILLED, Learner.POLICY),
  FONT_AWESOME("font-awesome", Style.FILLED, Learner.POLICY),
  FLUENT_FILLED("fluent-filled", Style.FILLED, Learner.JUDGE),
  REMIX_FILL("remix-fill", Style.FILLED, Learner.JUDGE),
  BOOTSTRAP_FILL("bootstrap-fill", Style.FILLED, Learner.JUDGE),
  BOXICONS_SOLID("boxicons-solid", Style.FILLED, Learner.JUDGE),
  MATERIAL_OUTLINED("material-outlined", Style.OUTLINE, Learner.JUDGE),
  MATERIAL_DESIGN_OUTLINE("material-design-outline", Style.OUTLINE, Learner.JUDGE),
  FLUENT_REGULAR("fluent-regular", Style.OUTLINE, Learner.NOBODY),
  REMIX_LINE("remix-line", Style.OUTLINE, Learner.NOBODY),
  BOOTSTRAP("bootstrap", Style.OUTLINE, Learner.NOBODY),
  LINE_AWESOME("line-awesome", Style.OUTLINE, Learner.NOBODY),
  CARBON("carbon", Style.OUTLINE, Learner.NOBODY),
  BOXICONS("boxicons", Style.OUTLINE, Learner.NOBODY),
  IONICONS("ionicons", Style.FILLED, Learner.NOBODY);

  /** How a family draws. */
  public enum Style {
    FILLED,
    OUTLINE
  }

  /** Who learns from a family. */
  public enum Learner {
    POLICY,
    JUDGE,
    NOBODY
  }

  private final String title;
  private final Style style;
  private final Learner learner;

  IconFamily(String title, Style style, Learner learner) {
    this.title = title;
    this.style = style;
    this.learner = learner;
  }

  /** The family's column in the concept table. */
  public String title() {
    return title;
  }

  public Style style() {
    return style;
  }

  public Learner learner() {
    return learner;
  }

  /** Families the policy is trained on. */
  public static List<IconFamily> policy() {
    return of(Learner.POLICY);
  }

  /** Families the judge is trained on: the policy's and more. */
  public static List<IconFamily> judge() {
    return Arrays.stream(values()).filter(f -> f.learner != Learner.NOBODY).toList();
  }

  /** Families that draw filled shapes, whoever learns from them. */
  public static List<IconFamily> filled() {
    return Arrays.stream(values()).filter(f -> f.style == Style.FILLED).toList();
  }

  /** Line drawings that no model is trained on. */
  public static List<IconFamily> heldOutOutline() {
    return of(Learner.NOBODY).stream().filter(f -> f.style == Style.OUTLINE).toList();
  }

  private static List<IconFamily> of(Learner learner) {
    return Arrays.stream(values()).filter(f -> f.learner == learner).toList();
  }
}
