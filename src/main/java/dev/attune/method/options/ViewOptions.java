package dev.attune.method.options;

import dev.attune.vision.Augmentation;
import io.swagger.v3.oas.annotations.media.Schema;

/** The views of a picture, and which of them are kept (ALGORITHMS 2). */
public record ViewOptions(
    @Schema(title = "Views", description = "views of the picture, the plain one included")
        @Whole(min = 1, max = 1024, maxInteractive = 256)
        int views,
    @Schema(
            title = "Selection",
            description = "share of the views that is kept, the most confident ones, in (0, 1]")
        @Share
        double selection,
    @Schema(
            title = "Crop scale",
            description = "least share of the picture's area that a random crop keeps, in (0, 1]")
        @Share
        double cropScale,
    @Schema(title = "Augmentation", description = "how the views but the plain one are made")
        Augmentation augmentation)
    implements Checked {

  /** The papers': 64 views by crops of 8% of the area and more, of which a tenth is kept. */
  public static final ViewOptions PAPERS = new ViewOptions(64, 0.1, 0.08, Augmentation.CROP);

  private static final double HARD_CROP = 0.2;

  /** Hard augmentation comes with crops that keep at least a fifth. */
  public static void settle(Settling values) {
    if (values.after("augmentation", "cropScale")
        && "hard".equals(values.get("augmentation"))
        && values.get("cropScale") instanceof Number scale
        && scale.doubleValue() < HARD_CROP) {
      values.set("cropScale", HARD_CROP, "augmentation");
    }
  }

  @Override
  public void check(Rules rules) {
    rules.require(
        (int) (views * selection) >= 1,
        "selection",
        "selects none of the %d views".formatted(views));
  }

  /** How they are made. */
  public Views made() {
    return new Views(views, augmentation, cropScale);
  }
}
