package dev.attune.encoder.clip;

import dev.attune.vision.Filter;
import dev.attune.vision.Framing;
import dev.attune.vision.Framing.Centre;
import dev.attune.vision.Framing.Resize;
import dev.attune.vision.Normalisation;
import dev.attune.vision.Preprocess;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The {@code preprocess_cfg} of OpenCLIP's {@code open_clip_config.json}, with the meaning and the
 * defaults of OpenCLIP's {@code PreprocessCfg}.
 */
public final class OpenClipPreprocess {
  private static final String SECTION = "preprocess_cfg";
  private static final Set<String> FIELDS =
      Set.of("size", "mode", "mean", "std", "interpolation", "resize_mode", "fill_color");
  private static final Map<String, Resize> RESIZES =
      Map.of(
          "shortest", Resize.SHORTEST,
          "squash", Resize.SQUASH,
          "longest", Resize.LONGEST);

  /** "random" is for training, and bicubic otherwise. */
  private static final Map<String, Filter> FILTERS =
      Map.of("bicubic", Filter.BICUBIC, "bilinear", Filter.BILINEAR, "random", Filter.BICUBIC);

  private OpenClipPreprocess() {}

  /**
   * Reads the section, which may be absent.
   *
   * @param resolution {@code R}, the side of the network's input in pixels
   * @throws dev.attune.weights.WeightsException when it asks for what is not computed here
   */
  public static Preprocess read(ConfigFile file, int resolution) {
    file.allowOnly(SECTION, FIELDS);
    JsonNode size = file.at(SECTION, "size");
    for (JsonNode side : size.isArray() ? size : Set.of(size)) {
      if (file.isGiven(side) && (!side.isInt() || side.asInt() != resolution)) {
        throw file.bad(
            SECTION, "size", "is %s, and the network takes %d pixels".formatted(size, resolution));
      }
    }
    file.choice(SECTION, "mode", "RGB", Map.of("RGB", true));
    Framing framing =
        new Framing(
            file.choice(SECTION, "resize_mode", "shortest", RESIZES),
            null,
            file.choice(SECTION, "interpolation", "bicubic", FILTERS),
            level(file),
            Centre.ROUNDED);
    Normalisation usual = ClipPreprocess.NORMALISATION;
    Normalisation normalisation =
        new Normalisation(
            file.channels(SECTION, "mean", usual::mean),
            file.deviations(SECTION, "std", usual::deviation));
    return new Preprocess(resolution, framing, normalisation);
  }

  private static int level(ConfigFile file) {
    JsonNode level = file.at(SECTION, "fill_color");
    if (file.isGiven(level) && (!level.isInt() || level.asInt() < 0 || level.asInt() > 255)) {
      throw file.bad(SECTION, "fill_color", "is no level from 0 to 255");
    }
    return file.isGiven(level) ? level.asInt() : 0;
  }
}
