package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sets of videos as they are handed out: which files hold the captions of a split. Validation never
 * comes from the test's file: where a set has none, it is a part of train that is the same each
 * time.
 */
final class VideoLayouts {
  static final String TRAIN = "train";
  static final String VALIDATION = "validation";
  static final String TEST = "test";
  private static final List<String> SPLITS = List.of(TRAIN, VALIDATION, TEST);

  private static final String MSRVTT_ALL = "MSRVTT_data.json";
  private static final String MSRVTT_TEST = "MSRVTT_JSFUSION_test.csv";
  private static final List<String> MSRVTT_TRAIN =
      List.of("MSRVTT_train.9k.csv", "MSRVTT_train.7k.csv");
  private static final String VATEX_ALL = "ref_captions.json";
  private static final String VATEX_TRAIN = "vatex_training_v1.0.json";
  private static final String VATEX_VALIDATION = "vatex_validation_v1.0.json";
  private static final String VATEX_TEST = "vatex_public_test_english_v1.1.json";
  private static final String LSMDC_TRAIN = "LSMDC16_annos_training.csv";
  private static final String LSMDC_VALIDATION = "LSMDC16_annos_val.csv";
  private static final String LSMDC_TEST = "LSMDC16_challenge_1000_publictect.csv";
  private static final String ACTIVITYNET_TRAIN = "train.json";
  private static final String ACTIVITYNET_TEST = "val_1.json";
  private static final String MSVD_ALL = "raw-captions.pkl";

  private final Path root;
  private final String split;
  private final List<String> notes = new ArrayList<>();

  private VideoLayouts(Path root, String split) {
    this.root = root;
    this.split = split;
  }

  /**
   * @param root a real path
   */
  static Listing read(Layout layout, Path root, CaptionChoice choice) throws IOException {
    String split = Objects.requireNonNullElse(choice.split(), TEST);
    if (layout != Layout.VIDEOS && !SPLITS.contains(split)) {
      throw new RegistrationException("split", "must be one of " + String.join(", ", SPLITS));
    }
    VideoLayouts layouts = new VideoLayouts(root, split);
    CaptionSource source = layouts.source(layout, choice.split());
    List<String> notes = new ArrayList<>(layouts.notes);
    if (layout != Layout.VIDEOS) {
      notes.add("split " + split);
    }
    return CaptionListing.check(source, notes, new VideoPlaces(root, layout == Layout.VIDEOS));
  }

  /** What was asked for; of any videos, the layout whose files are there. */
  static Layout find(Layout asked, Path root) {
    if (asked != Layout.VIDEOS) {
      return asked;
    }
    if (has(root, MSRVTT_TEST) || has(root, MSRVTT_ALL)) {
      return Layout.MSRVTT;
    }
    if (has(root, VATEX_ALL) || has(root, VATEX_TRAIN) || has(root, VATEX_TEST)) {
      return Layout.VATEX;
    }
    if (has(root, LSMDC_TEST) || has(root, LSMDC_TRAIN)) {
      return Layout.LSMDC;
    }
    if (has(root, ACTIVITYNET_TEST)) {
      return Layout.ACTIVITYNET;
    }
    if (has(root, "test_data.json") && has(root, "test_list.txt")) {
      return Layout.DIDEMO;
    }
    return has(root, MSVD_ALL) ? Layout.MSVD : Layout.VIDEOS;
  }

  private static boolean has(Path root, String file) {
    return Files.isRegularFile(root.resolve(file));
  }

  private CaptionSource source(Layout layout, @Nullable String given) throws IOException {
    return switch (layout) {
      case MSRVTT -> msrvtt();
      case VATEX -> vatex();
      case LSMDC -> VideoCaptions.lsmdc(named(LSMDC_TRAIN, LSMDC_VALIDATION, LSMDC_TEST));
      case ACTIVITYNET -> activityNet();
      case DIDEMO -> didemo();
      case MSVD -> VideoCaptions.pickle(file(MSVD_ALL), VideoIds.of(file(list())));
      default -> any(given);
    };
  }

  private CaptionSource msrvtt() throws IOException {
    if (split.equals(TEST)) {
      return new CsvCaptions(file(MSRVTT_TEST), List.of("video_id"), List.of("sentence"));
    }
    String train =
        MSRVTT_TRAIN.stream().filter(f -> has(root, f)).findFirst().orElse(MSRVTT_TRAIN.get(0));
    return VideoCaptions.sentences(file(MSRVTT_ALL), partOf(VideoIds.ofColumn(file(train))));
  }

  private CaptionSource vatex() throws IOException {
    if (!has(root, VATEX_ALL)) {
      notes.add("without list files this is not the papers' split of 25,991, 1,500 and 1,500");
      return VideoCaptions.vatex(named(VATEX_TRAIN, VATEX_VALIDATION, VATEX_TEST));
    }
    if (split.equals(VALIDATION) && has(root, "val_list.txt")) {
      return VideoCaptions.byId(file(VATEX_ALL), VideoIds.of(file("val_list.txt")));
    }
    VideoIds listed = VideoIds.of(file(split.equals(TEST) ? "test_list.txt" : "train_list.txt"));
    boolean whole = split.equals(TEST) || has(root, "val_list.txt");
    return VideoCaptions.byId(file(VATEX_ALL), whole ? listed : partOf(listed));
  }

  private CaptionSource activityNet() throws IOException {
    boolean test = split.equals(TEST);
    String list = test ? "val_ids.json" : "train_ids.json";
    VideoIds ids = has(root, list) ? VideoIds.ofJson(file(list)) : VideoIds.ALL;
    return VideoCaptions.paragraphs(
        file(test ? ACTIVITYNET_TEST : ACTIVITYNET_TRAIN), test ? ids : partOf(ids));
  }

  private CaptionSource didemo() throws IOException {
    String name = split.equals(VALIDATION) ? "val" : split;
    return VideoCaptions.joined(file(name + "_data.json"), VideoIds.of(file(list())));
  }

  private CaptionSource any(@Nullable String given) {
    if (given != null) {
      throw new RegistrationException("split", "is only for sets that come with one");
    }
    notes.add("all its videos");
    if (has(root, "captions.csv")) {
      return new CsvCaptions(file("captions.csv"));
    }
    return has(root, "captions.jsonl")
        ? ListedCaptions.lines(file("captions.jsonl"))
        : new ListedCaptions(file("captions.json"));
  }

  private String list() {
    return (split.equals(VALIDATION) ? "val" : split) + "_list.txt";
  }

  private Path named(String train, String validation, String test) {
    return file(split.equals(TRAIN) ? train : split.equals(TEST) ? test : validation);
  }

  /** Train without what validation takes of it, or the other way round. */
  private VideoIds partOf(VideoIds train) {
    notes.add("validation is a twentieth of train, drawn by its videos' ids");
    return train.part(split.equals(VALIDATION));
  }

  private Path file(String name) {
    if (!has(root, name)) {
      throw new RegistrationException("path", "the folder holds no " + name);
    }
    notes.add("captions or ids are from " + name);
    return SafePaths.resolve(root, name); // a link may not lead to a list elsewhere
  }
}
