package dev.attune.dataset.folder;

import dev.attune.text.Blanks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Pictures or videos with their captions, in the order in which a caption file first names them.
 * What cannot be used is left out and reported. Names of files are held, captions are not.
 */
final class CaptionListing implements Listing {
  /** In characters. */
  static final int MAX_CAPTION = 1 << 14;

  private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}+");

  private final CaptionSource source;
  private final List<String> notes;
  private final SamplePlaces place;
  private final Flaws flaws;
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final List<String> files = new ArrayList<>();
  private final BitSet kept = new BitSet();

  private CaptionListing(CaptionSource source, List<String> notes, SamplePlaces place) {
    this.source = source;
    this.notes = List.copyOf(notes);
    this.place = place;
    this.flaws = new Flaws(place.kind());
  }

  /**
   * Reads the captions once, and compares them with the folder.
   *
   * @throws RegistrationException when the file is no caption file, or nothing of it can be used
   */
  static CaptionListing check(CaptionSource source, List<String> notes, SamplePlaces place)
      throws IOException {
    CaptionListing listing = new CaptionListing(source, notes, place);
    listing.check();
    return listing;
  }

  private void check() throws IOException {
    List<Integer> counts = new ArrayList<>();
    Pass pass =
        new Pass(
            flaws,
            (picture, caption) -> {
              while (counts.size() <= picture) {
                counts.add(0);
              }
              counts.set(picture, counts.get(picture) + 1);
            });
    source.forEach(pass);
    place.find(files, List.copyOf(pass.elsewhere));
    Set<String> known = new HashSet<>();
    for (int i = 0; i < files.size(); i++) {
      String file = place.file(files.get(i));
      int captions = i < counts.size() ? counts.get(i) : 0;
      if (!known.add(file)) {
        flaws.add(Flaw.DUPLICATE, "%s: is %s again".formatted(files.get(i), file));
      } else if (!place.holds(file)) {
        flaws.add(Flaw.MISSING_PICTURE, "%s (captions: %d)".formatted(file, captions));
      } else if (captions == 0) {
        flaws.add(Flaw.PICTURE_WITHOUT_CAPTION, file);
      } else {
        kept.set(i);
      }
    }
    pass.elsewhere.forEach(f -> known.add(place.file(f)));
    place.visit(
        file -> {
          if (!known.contains(file)) {
            flaws.add(Flaw.PICTURE_WITHOUT_CAPTION, file);
          }
        });
    if (kept.isEmpty()) {
      throw new RegistrationException(
          "path",
          flaws.report().stream()
              .map(l -> "; %d %s, the first %s".formatted(l.count(), l.what(), l.first().get(0)))
              .collect(
                  Collectors.joining(
                      "", "no caption has a %s in the folder".formatted(place.kind()), "")));
    }
  }

  @Override
  public List<String> classNames() {
    return List.of();
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public List<CaptionReport.LeftOut> leftOut() {
    return flaws.report();
  }

  @Override
  public long forEach(Visitor visitor) throws IOException {
    try (CaptionSpool spool = new CaptionSpool(files.size())) {
      source.forEach(
          new Pass(
              new Flaws(place.kind()),
              (picture, caption) -> {
                if (kept.get(picture)) {
                  spool.add(picture, caption);
                }
              }));
      for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
        List<String> captions = spool.captions(i);
        if (captions.isEmpty()) {
          throw new RegistrationException("path", "the caption file has changed meanwhile");
        }
        visitor.sample(new ListedSample(place.file(files.get(i)), 0, captions));
      }
    }
    return 0;
  }

  /** Takes a caption of a picture, by the number of the picture. */
  @FunctionalInterface
  private interface Sink {
    void caption(int picture, String caption) throws IOException;
  }

  /** One way through the captions; it goes the same each time. */
  private final class Pass implements CaptionSource.Visitor {
    private final Flaws found;
    private final Sink sink;
    private final BitSet begun = new BitSet();
    private final Set<String> elsewhere = new HashSet<>();

    Pass(Flaws found, Sink sink) {
      this.found = found;
      this.sink = sink;
    }

    @Override
    public void entry(CaptionSource.Entry entry) throws IOException {
      String file = SafePaths.plain(entry.file());
      if (file.isBlank()) {
        found.add(Flaw.CAPTION_WITHOUT_PICTURE, entry.where() + ": names no file");
      } else if (!SafePaths.isInside(file)) {
        found.add(Flaw.UNUSABLE, at(entry) + "leads out of the data set's folder");
      } else {
        int picture = number(file);
        if (entry.whole() && begun.get(picture)) {
          found.add(Flaw.DUPLICATE, at(entry) + "the file again");
          return;
        }
        begun.set(picture);
        for (String caption : entry.captions()) {
          caption(entry, picture, CONTROLS.matcher(caption).replaceAll(" ").strip());
        }
      }
    }

    private void caption(CaptionSource.Entry entry, int picture, String caption)
        throws IOException {
      String file = entry.file();
      if (Blanks.plain(caption).isEmpty()) {
        found.add(Flaw.EMPTY_CAPTION, at(entry) + "has an empty caption");
      } else if (caption.length() > MAX_CAPTION) {
        found.add(
            Flaw.UNUSABLE,
            at(entry) + "has a caption of over %d characters".formatted(MAX_CAPTION));
      } else if (caption.endsWith("/" + file.substring(file.lastIndexOf('/') + 1))) {
        // Some files of Flickr30k's captions have the picture's path after them.
        found.add(Flaw.UNUSABLE, at(entry) + "has its path as a caption");
      } else {
        sink.caption(picture, caption);
      }
    }

    private int number(String file) {
      return ordinals.computeIfAbsent(
          file,
          f -> {
            files.add(f);
            return files.size() - 1;
          });
    }

    private static String at(CaptionSource.Entry entry) {
      return "%s, %s: ".formatted(entry.where(), entry.file().replaceAll("\\p{Cc}", "?"));
    }

    @Override
    public void elsewhere(String listed) {
      String file = SafePaths.plain(listed);
      if (SafePaths.isInside(file)) {
        elsewhere.add(file);
      }
    }

    @Override
    public void leftOut(Flaw flaw, String what) {
      found.add(flaw, what);
    }
  }
}
