package dev.attune.dataset.folder;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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
  CSV("CSV of files and labels", "one CSV with the columns file and label");

  private final String title;
  private final String description;

  Layout(String title, String description) {
    this.title = title;
    this.description = description;
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
