package dev.attune.dataset.folder;

import dev.attune.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which videos belong to a split.
 *
 * @param holds whether a video does, by its id without {@code v_} before it
 * @param listed all of them, none where nobody listed them
 */
record VideoIds(Predicate<String> holds, Set<String> listed) {
  static final VideoIds ALL = new VideoIds(id -> true, Set.of());

  /** What ActivityNet's ids may have before them. */
  static final String PREFIX = "v_";

  private static final int PARTS = 20;

  /** An id without what ActivityNet may have before it. */
  static String bare(String id) {
    return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
  }

  private static VideoIds of(Stream<String> ids) {
    Set<String> all =
        ids.map(String::strip)
            .filter(id -> !id.isEmpty())
            .map(VideoIds::bare)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new VideoIds(all::contains, all);
  }

  /** Of a list, one a line. */
  static VideoIds of(Path list) throws IOException {
    try (Stream<String> lines = Files.lines(list)) {
      return of(lines);
    } catch (UncheckedIOException e) {
      throw new RegistrationException("path", list.getFileName() + ": is not in UTF-8", e);
    }
  }

  /** Of a CSV's column {@code video_id}. */
  static VideoIds ofColumn(Path csv) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    try (CsvReader reader = new CsvReader(csv)) {
      List<String> head = reader.next();
      int column = head == null ? -1 : head.indexOf("video_id");
      if (column < 0) {
        throw new RegistrationException("path", reader.where() + ": has no column video_id");
      }
      for (List<String> row = reader.next(); row != null; row = reader.next()) {
        if (column < row.size()) {
          ids.add(row.get(column));
        }
      }
    }
    return of(ids.stream());
  }

  /** Of a JSON list. */
  static VideoIds ofJson(Path json) throws IOException {
    Set<String> ids = new HashSet<>();
    CaptionJson.read(json, list -> list.items("a list of ids", i -> ids.add(list.text())));
    return of(ids.stream());
  }

  /** A twentieth, drawn by the ids alone, or all others. */
  VideoIds part(boolean held) {
    return new VideoIds(holds.and(id -> isHeld(id) == held), listed);
  }

  private static boolean isHeld(String id) {
    return Integer.parseUnsignedInt(Sha256.of("validation\n" + id), 0, 6, 16) % PARTS == 0;
  }

  boolean contains(String id) {
    return holds.test(bare(id));
  }
}
