package dev.attune.encoder.clip;

import dev.attune.weights.FileSource;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Hugging Face's {@code preprocessor_config.json}, and the same of OpenCLIP. What asks for other
 * pictures than CLIP's is refused: features of pictures that were prepared in another way are wrong
 * without a sign.
 */
final class PreprocessorConfig {
  static final String FILE = "preprocessor_config.json";

  private static final String SECTION = "preprocess_cfg";
  private static final int BICUBIC = 3;
  private static final double BYTE = 1 / 255.0;

  /** OpenCLIP's settings with the values that mean CLIP's; "random" is for training. */
  private static final Map<String, Set<String>> OPENCLIP =
      Map.of("resize_mode", Set.of("shortest"), "interpolation", Set.of("bicubic", "random"));

  private PreprocessorConfig() {}

  /**
   * Looks at the file beside a checkpoint, if there is one.
   *
   * @throws WeightsException when it asks for other pictures than CLIP's
   */
  static void check(FileSource files) {
    if (!files.has(FILE)) {
      return;
    }
    JsonNode root = ConfigFile.read(files, FILE).root();
    for (String step : List.of("do_resize", "do_center_crop", "do_rescale", "do_normalize")) {
      require(!root.path(step).isBoolean() || root.path(step).asBoolean(), step);
    }
    requireChannels(root, "image_mean", ClipPreprocess.MEAN);
    requireChannels(root, "image_std", ClipPreprocess.DEVIATION);
    JsonNode resample = root.path("resample");
    require(!resample.isNumber() || resample.asInt() == BICUBIC, "resample");
    JsonNode factor = root.path("rescale_factor");
    require(!factor.isNumber() || Math.abs(factor.asDouble() - BYTE) < 1e-9, "rescale_factor");
    int side = root.path("size").path("shortest_edge").asInt(root.path("size").asInt(0));
    require(!root.path("size").has("height"), "size");
    int crop = root.path("crop_size").path("height").asInt(root.path("crop_size").asInt(side));
    require(crop == root.path("crop_size").path("width").asInt(crop) && crop == side, "crop_size");
  }

  /** The same of OpenCLIP's file. */
  static void check(ConfigFile file) {
    OPENCLIP.forEach(
        (field, ours) -> {
          JsonNode value = file.at(SECTION, field);
          if (value.isString() && !ours.contains(value.asString())) {
            throw file.bad(
                SECTION, field, "asks for %s, which is not supported".formatted(value.asString()));
          }
        });
    JsonNode size = file.at(SECTION, "size");
    if (size.isArray() && !size.path(0).equals(size.path(1))) {
      throw file.bad(SECTION, "size", "asks for pictures that are not square");
    }
  }

  private static void requireChannels(JsonNode root, String field, List<Double> ours) {
    JsonNode values = root.path(field);
    require(
        !values.isArray() || values.valueStream().map(JsonNode::asDouble).toList().equals(ours),
        field);
  }

  private static void require(boolean ours, String field) {
    if (!ours) {
      throw new WeightsException(FILE, field + " asks for other pictures than CLIP's");
    }
  }
}
