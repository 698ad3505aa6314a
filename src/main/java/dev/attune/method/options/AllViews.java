package dev.attune.method.options;

import dev.attune.vision.Augmentation;
import io.swagger.v3.oas.annotations.media.Schema;

/** The views of a picture, all of which are used. */
public record AllViews(
    @Schema(title = "Views", description = "views of the picture, the plain one included")
        @Whole(min = 1, max = 1024, maxInteractive = 256)
        int views,
    @Schema(
            title = "Crop scale",
            description = "least share of the picture's area that a random crop keeps, in (0, 1]")
        @Share
        double cropScale,
    @Schema(title = "Augmentation", description = "how the views but the plain one are made")
        Augmentation augmentation) {

  /** The papers': 64 views by crops of 8% of the area and more. */
  public static final AllViews PAPERS = new AllViews(64, 0.08, Augmentation.CROP);

  /** See {@link ViewOptions#settle}. */
  public static void settle(Settling values) {
    ViewOptions.settle(values);
  }

  /** How they are made. */
  public Views made() {
    return new Views(views, augmentation, cropScale);
  }
}
