package dev.attune.encoder.clip;

import dev.attune.vision.Filter;
import dev.attune.vision.Framing;
import dev.attune.vision.Framing.Centre;
import dev.attune.vision.Framing.Resize;
import dev.attune.vision.Normalisation;
import dev.attune.vision.Preprocess;
import dev.attune.weights.FileSource;
import dev.attune.weights.WeightsException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What transformers writes beside a model of how pictures are prepared: {@code
 * preprocessor_config.json}, or the section {@code image_processor} of {@code
 * processor_config.json}, which comes first. The meaning and the defaults are those of its class
 * {@code TorchvisionBackend}, the pixels Pillow's.
 */
public final class HuggingFacePreprocess {
  static final String OWN = "preprocessor_config.json";
  private static final String WHOLE = "processor_config.json";
  private static final String SECTION = "image_processor";
  private static final Pattern ENDING =
      Pattern.compile("(ImageProcessor(Fast|Pil)?|FeatureExtractor)$");
  private static final Set<String> FIELDS =
      Set.of(
          "do_resize",
          "size",
          "resample",
          "do_center_crop",
          "crop_size",
          "default_to_square",
          "do_rescale",
          "rescale_factor",
          "do_normalize",
          "image_mean",
          "image_std",
          "do_convert_rgb", // pictures are always RGB here
          "image_processor_type",
          "feature_extractor_type",
          "processor_class",
          "data_format",
          "input_data_format",
          "device",
          "return_tensors",
          "disable_grouping",
          "_valid_processor_keys");
  private static final Map<Integer, Filter> FILTERS =
      Map.of(2, Filter.BILINEAR, 3, Filter.BICUBIC); // Pillow's numbers
  private static final int USUAL_SIZE = 224;
  private static final Normalisation HALF =
      new Normalisation(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f});

  /** The file or section that is read, and what stands in for a field that it leaves out. */
  private final ConfigFile file;

  private final Usual usual;

  private HuggingFacePreprocess(ConfigFile file, Usual usual) {
    this.file = file;
    this.usual = usual;
  }

  /** What a class of transformers does where nothing is said. */
  public enum Usual {
    CLIP("CLIP", Framing.CENTRE_CROP, ClipPreprocess.NORMALISATION),
    SIGLIP("Siglip", Framing.SQUASH, HALF),
    VIT("ViT", Framing.of(Resize.SQUASH, Filter.BILINEAR), HALF);

    private final String type;
    private final Framing framing;
    private final Normalisation normalisation;

    Usual(String type, Framing framing, Normalisation normalisation) {
      this.type = type;
      this.framing = framing;
      this.normalisation = normalisation;
    }

    private boolean crops() {
      return framing.resize() == Resize.SHORTEST;
    }

    private Preprocess at(int resolution) {
      return new Preprocess(resolution, framing, normalisation);
    }
  }

  /** Names of the files that may say something. */
  public static List<String> fileNames() {
    return List.of(OWN, WHOLE);
  }

  /**
   * Reads what the files say.
   *
   * @param resolution {@code R}, the side of the network's input in pixels
   * @param family what is meant where they say nothing
   * @throws WeightsException when they ask for what is not computed here
   */
  public static Preprocess read(FileSource files, int resolution, Usual family) {
    Optional<ConfigFile> file =
        section(files)
            .or(() -> files.find(OWN).map(json -> ConfigFile.read(name -> Optional.of(json), OWN)));
    return file.map(f -> new HuggingFacePreprocess(f, usual(f, family)).read(resolution))
        .orElseGet(() -> family.at(resolution));
  }

  private static Optional<ConfigFile> section(FileSource files) {
    return Optional.of(WHOLE)
        .filter(files::has)
        .map(name -> ConfigFile.read(files, name).root().path(SECTION))
        .filter(JsonNode::isObject)
        .map(section -> new ConfigFile(WHOLE, section));
  }

  private static Usual usual(ConfigFile file, Usual family) {
    Optional<String> type =
        Stream.of("image_processor_type", "feature_extractor_type")
            .map(field -> file.at("", field).asString(""))
            .filter(name -> !name.isEmpty())
            .findFirst();
    return type.map(
            name ->
                Arrays.stream(Usual.values())
                    .filter(u -> u.type.equals(ENDING.matcher(name).replaceFirst("")))
                    .findFirst()
                    .orElseThrow(
                        () -> file.bad("", "image_processor_type", name + " is not supported")))
        .orElse(family);
  }

  private Preprocess read(int resolution) {
    file.allowOnly("", FIELDS);
    boolean crop = file.flag("", "do_center_crop", usual.crops());
    Framing framing = framing();
    if (!crop && (framing.resize() == Resize.SHORTEST || framing.resize() == Resize.NONE)) {
      throw file.bad("", "do_center_crop", "is false, and pictures would not become squares");
    }
    int side = crop ? side("crop_size") : size(framing);
    if (side != resolution) {
      throw file.bad(
          "",
          crop ? "crop_size" : "size",
          "makes pictures of %d pixels, and the network takes %d".formatted(side, resolution));
    }
    return new Preprocess(resolution, framing, normalisation());
  }

  private static int size(Framing framing) {
    Integer size = framing.size();
    return size == null ? USUAL_SIZE : size;
  }

  private Framing framing() {
    Resize resize = Resize.NONE;
    Filter filter = usual.framing.filter();
    int size = USUAL_SIZE;
    if (file.flag("", "do_resize", true)) {
      JsonNode given = file.at("", "size");
      boolean square = file.flag("", "default_to_square", !usual.crops()); // of a bare number
      boolean shortest = given.has("shortest_edge") || (!given.has("height") && !square);
      resize = given.isArray() || !shortest ? Resize.SQUASH : Resize.SHORTEST;
      size = given.has("shortest_edge") ? edge(given) : side("size");
      int resample = file.number("", "resample", filter == Filter.BICUBIC ? 3 : 2);
      filter =
          Optional.ofNullable(FILTERS.get(resample))
              .orElseThrow(
                  () ->
                      file.bad(
                          "",
                          "resample",
                          "is %d: only bilinear (2) and bicubic (3) are supported"
                              .formatted(resample)));
    }
    return new Framing(resize, size, filter, 0, Centre.FLOORED);
  }

  private int edge(JsonNode size) {
    JsonNode edge = size.path("shortest_edge");
    if (size.size() > 1 || !edge.isInt() || edge.asInt() < 1) {
      throw file.bad("", "size", "%s is not supported".formatted(size));
    }
    return edge.asInt();
  }

  /** A number of pixels, or of pixels in height and in width, which have to be the same. */
  private int side(String field) {
    JsonNode size = file.at("", field);
    if (!file.isGiven(size)) {
      return USUAL_SIZE;
    }
    JsonNode height = size.isArray() ? size.path(0) : size.isObject() ? size.path("height") : size;
    JsonNode width = size.isArray() ? size.path(1) : size.isObject() ? size.path("width") : size;
    if (!height.isInt() || height.asInt() < 1 || size.size() > 2 || !height.equals(width)) {
      throw file.bad("", field, "%s is not supported: it is no square".formatted(size));
    }
    return height.asInt();
  }

  private Normalisation normalisation() {
    float scale = 255;
    if (file.flag("", "do_rescale", true)) {
      JsonNode factor = file.at("", "rescale_factor");
      if (file.isGiven(factor) && !(factor.asDouble(0) > 0)) {
        throw file.bad("", "rescale_factor", "should be above 0");
      }
      scale = file.isGiven(factor) ? (float) (255 * factor.asDouble()) : 1;
    }
    if (Math.abs(scale - 1) < 1e-6f) {
      scale = 1;
    }
    boolean normalise = file.flag("", "do_normalize", true);
    float[] mean = new float[3];
    float[] deviation = {1, 1, 1};
    if (normalise) {
      mean = file.channels("", "image_mean", usual.normalisation::mean);
      deviation = file.deviations("", "image_std", usual.normalisation::deviation);
    }
    for (int c = 0; c < 3; c++) { // values are taken to 0..1 here: what follows is scaled instead
      mean[c] /= scale;
      deviation[c] /= scale;
    }
    return new Normalisation(mean, deviation);
  }
}
