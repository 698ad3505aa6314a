package dev.attune.encoder.clip;

import dev.attune.weights.FileSource;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Hugging Face's {@code preprocessor_config.json}, and the same of OpenCLIP. What asks for other
 * pictures than a family's is refused: features of pictures that were prepared in another way are
 * wrong without a sign.
 *
 * @param family for messages
 * @param mean by channel
 * @param deviation by channel
 * @param cropped whether the middle is cut out of the resized picture, or all of it is squeezed
 */
public record PreprocessorConfig(
    String family, List<Double> mean, List<Double> deviation, boolean cropped) {
  public static final String FILE = "preprocessor_config.json";
  static final PreprocessorConfig CLIP =
      new PreprocessorConfig("CLIP", ClipPreprocess.MEAN, ClipPreprocess.DEVIATION, true);

  private static final String SECTION = "preprocess_cfg";
  private static final int BICUBIC = 3;
  private static final double BYTE = 1 / 255.0;

  /** OpenCLIP's settings with the values that mean CLIP's; "random" is for training. */
  private static final Map<String, Set<String>> OPENCLIP =
      Map.of("resize_mode", Set.of("shortest"), "interpolation", Set.of("bicubic", "random"));

  /**
   * Looks at the file beside a checkpoint, if there is one.
   *
   * @throws WeightsException when it asks for other pictures
   */
  public void check(FileSource files) {
    if (!files.has(FILE)) {
      return;
    }
    JsonNode root = ConfigFile.read(files, FILE).root();
    for (String step : List.of("do_resize", "do_rescale", "do_normalize")) {
      require(root.path(step).asBoolean(true), step);
    }
    require(root.path("do_center_crop").asBoolean(cropped) == cropped, "do_center_crop");
    requireChannels(root, "image_mean", mean);
    requireChannels(root, "image_std", deviation);
    require(root.path("resample").asInt(BICUBIC) == BICUBIC, "resample");
    double factor = root.path("rescale_factor").asDouble(BYTE);
    require(Math.abs(factor - BYTE) < 1e-9, "rescale_factor");
    JsonNode size = root.path("size");
    if (cropped) {
      int side = size.path("shortest_edge").asInt(size.asInt(0));
      require(!size.has("height"), "size");
      require(square(root.path("crop_size"), side) == side, "crop_size");
    } else {
      require(!size.has("shortest_edge") && square(size, 0) >= 0, "size");
    }
  }

  /** The side of a square, or -1 where it is none. */
  private static int square(JsonNode size, int otherwise) {
    int height = size.path("height").asInt(size.asInt(otherwise));
    return size.path("width").asInt(height) == height ? height : -1;
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

  private void requireChannels(JsonNode root, String field, List<Double> ours) {
    JsonNode values = root.path(field);
    require(
        !values.isArray() || values.valueStream().map(JsonNode::asDouble).toList().equals(ours),
        field);
  }

  private void require(boolean ours, String field) {
    if (!ours) {
      throw new WeightsException(
          FILE, "%s asks for other pictures than %s's".formatted(field, family));
    }
  }
}
