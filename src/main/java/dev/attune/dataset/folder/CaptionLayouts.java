package dev.attune.dataset.folder;

import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the caption file of a folder, and reads it as its layout says. */
final class CaptionLayouts {
  private static final String JSON = ".json";
  private static final String DEFAULT_SPLIT = "test";
  private static final String ALL = "all";
  private static final Set<String> DOMAINS = Set.of("in", "near", "out", ALL);

  private CaptionLayouts() {}

  /**
   * Whether the choice is one that the layout offers.
   *
   * @throws RegistrationException when it is not
   */
  static void checkChoice(Layout layout, CaptionChoice choice) {
    boolean hasFile = layout.hasCaptions() && layout.video() == null;
    only(hasFile, "captionFile", choice.captionFile(), "layouts of pictures with captions");
    boolean hasSplits =
        layout == Layout.KARPATHY || layout == Layout.LAVIS || layout.video() != null;
    only(hasSplits, "split", choice.split(), "karpathy, lavis and the layouts of videos");
    only(layout == Layout.NOCAPS, "domain", choice.domain(), "the layout nocaps");
    if (choice.domain() != null && !DOMAINS.contains(choice.domain())) {
      throw new RegistrationException("domain", "must be in, near, out or all");
    }
  }

  private static void only(boolean offered, String field, @Nullable String value, String where) {
    if (!offered && value != null) {
      throw new RegistrationException(field, "is only for " + where);
    }
  }

  /**
   * @param root a real path
   */
  static Listing read(Layout layout, Path root, CaptionChoice choice) throws IOException {
    if (layout.video() != null) {
      return VideoLayouts.read(layout, root, choice);
    }
    String split = Objects.requireNonNullElse(choice.split(), DEFAULT_SPLIT);
    String domain = Objects.requireNonNullElse(choice.domain(), ALL);
    String given = choice.captionFile();
    Path file = given == null ? find(layout, root, split) : given(root, given);
    CaptionSource source =
        switch (layout) {
          case KARPATHY -> new KarpathyCaptions(file, split);
          case COCO -> new CocoCaptions(file, "");
          case NOCAPS -> new CocoCaptions(file, domain.equals(ALL) ? "" : domain);
          case LAVIS, CAPTIONS -> new ListedCaptions(file);
          case CAPTIONS_CSV -> new CsvCaptions(file);
          default -> throw new IllegalArgumentException(layout + " has no captions");
        };
    List<String> notes = new ArrayList<>();
    notes.add("captions are from " + root.relativize(file).toString().replace('\\', '/'));
    if (layout == Layout.KARPATHY) {
      notes.add("split " + split);
    }
    if (layout == Layout.NOCAPS) {
      notes.add("domain " + domain);
    }
    return CaptionListing.check(source, notes, new PicturePlaces(root));
  }

  private static Path given(Path root, String given) {
    String name = SafePaths.plain(given);
    if (!SafePaths.isInside(name) || !Files.isRegularFile(root.resolve(name))) {
      throw new RegistrationException(
          "captionFile", "must be a file in the data set's folder, and relative to it");
    }
    try {
      return SafePaths.resolve(root, name);
    } catch (PictureException e) {
      throw new RegistrationException("captionFile", String.valueOf(e.getMessage()), e);
    }
  }

  private static Path find(Layout layout, Path root, String split) throws IOException {
    return switch (layout) {
      case KARPATHY -> only(root, "dataset_", JSON);
      case LAVIS -> only(root, "", "_" + split + JSON);
      case COCO -> only(root, "captions_", JSON);
      case NOCAPS -> only(root, "nocaps_", "captions.json");
      case CAPTIONS -> named(root, "captions.json", JSON);
      default -> named(root, "captions.csv", ".csv");
    };
  }

  private static Path named(Path root, String name, String end) throws IOException {
    return Files.isRegularFile(root.resolve(name)) ? given(root, name) : only(root, "", end);
  }

  private static Path only(Path root, String start, String end) throws IOException {
    String packed = end + PackedInput.END;
    Predicate<String> wanted =
        n -> n.startsWith(start) && (n.endsWith(end) || end.endsWith(JSON) && n.endsWith(packed));
    try {
      return OnlyFile.of(root, wanted, start + "*" + end);
    } catch (RegistrationException e) {
      throw new RegistrationException("path", e.getMessage() + "; captionFile can name one", e);
    }
  }
}
