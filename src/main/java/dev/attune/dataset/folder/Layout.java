package dev.attune.dataset.folder;

import dev.attune.vision.video.FrameSampling;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a data set's files lie in its folder. */
public enum Layout {
  FOLDERS(
      "Folder of class folders", "any folder of class folders; a class is called as its folder"),
  IMAGENET("ImageNet validation", "a folder for each class, called by its WordNet id"),
  IMAGENET_V2("ImageNet-V2", "a folder for each class, called by its number in classnames.txt"),
  IMAGENET_A("ImageNet-A", "as imagenet; the classes are those that have a folder"),
  IMAGENET_R("ImageNet-R", "as imagenet; the classes are those that have a folder"),
  IMAGENET_SKETCH("ImageNet-Sketch", "as imagenet"),
  IMAGENET_C("ImageNet-C", "corruption/level/WordNet id; each corruption and level is a set"),
  COOP("CoOp split", "a fine-grained set with CoOp's split_zhou_*.json; its test split"),
  AIRCRAFT("FGVC-Aircraft", "images_variant_test.txt, variants.txt and images/"),
  CSV("CSV of files and labels", "one CSV with the columns file and label"),
  KARPATHY(
      "Captions in Karpathy's splits",
      "dataset_coco.json or dataset_flickr30k.json with the pictures; its test split, or another",
      true),
  LAVIS("Captions as in LAVIS", "a list of image and caption, for each split a *_SPLIT.json", true),
  COCO("COCO captions", "captions_*.json of images and annotations, as COCO has it", true),
  NOCAPS("NoCaps", "nocaps_*captions.json; all its domains, or one: in, near or out", true),
  CAPTIONS(
      "JSON of captions",
      "captions.json: an object of files and their captions, or a list of file and caption(s)",
      true),
  CAPTIONS_CSV(
      "CSV of captions",
      "a CSV with the columns file (or image) and caption, a row a caption",
      true),
  MSRVTT("MSR-VTT", "MSRVTT_data.json, the lists of train and of JSFusion's test", usual()),
  VATEX("VATEX", "its JSON of each split, or ref_captions.json with lists", usual()),
  LSMDC("LSMDC", "LSMDC16_*.csv; the clips in a folder for each film", usual()),
  ACTIVITYNET(
      "ActivityNet Captions", "train.json and val_1.json; a video's texts joined", long64(0)),
  DIDEMO(
      "DiDeMo", "train, val and test _list.txt and _data.json; a video's texts joined", long64(30)),
  MSVD("MSVD", "train, val and test _list.txt, and raw-captions.pkl", usual()),
  VIDEOS(
      "Videos with captions",
      "captions.csv, .json or .jsonl of videos and captions; or any of the sets above, found by its files",
      usual());

  private final String title;
  private final String description;
  private final boolean captions;
  private final @Nullable VideoValues video;

  Layout(String title, String description) {
    this(title, description, false, null);
  }

  Layout(String title, String description, boolean captions) {
    this(title, description, captions, null);
  }

  Layout(String title, String description, VideoValues video) {
    this(title, description, true, video);
  }

  Layout(String title, String description, boolean captions, @Nullable VideoValues video) {
    this.title = title;
    this.description = description;
    this.captions = captions;
    this.video = video;
  }

  /** The papers' values of most sets. */
  private static VideoValues usual() {
    return new VideoValues(FrameSampling.SEGMENTS, 32);
  }

  /** Of sets whose captions are paragraphs. */
  private static VideoValues long64(double seconds) {
    FrameSampling usual = FrameSampling.SEGMENTS;
    return new VideoValues(new FrameSampling(usual.way(), 64, usual.rate(), seconds), 64);
  }

  /** How its videos and captions are read, or null where it has none. */
  @Nullable VideoValues video() {
    return video;
  }

  /** The name in the API and on the command line, such as {@code imagenet-a}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** What is expected in the folder. */
  public String description() {
    return description;
  }

  /** Whether its samples have captions, and no classes. */
  boolean hasCaptions() {
    return captions;
  }

  /**
   * The layout of that name.
   *
   * @throws RegistrationException when there is none
   */
  public static Layout byId(String id) {
    Optional<Layout> found = Arrays.stream(values()).filter(l -> l.id().equals(id)).findFirst();
    return found.orElseThrow(
        () -> new RegistrationException("layout", "unknown layout; there are " + ids()));
  }

  private static String ids() {
    return Arrays.stream(values()).map(Layout::id).collect(Collectors.joining(", "));
  }
}
