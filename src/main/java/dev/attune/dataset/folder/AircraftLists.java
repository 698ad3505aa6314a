package dev.attune.dataset.folder;

import dev.attune.text.Blanks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * FGVC-Aircraft as it is published: {@code variants.txt} lists the classes, {@code
 * images_variant_test.txt} an image's number and its class a line.
 */
final class AircraftLists {
  private static final String TEST = "images_variant_test.txt";
  private static final String VARIANTS = "variants.txt";

  private final Path root;

  AircraftLists(Path root) {
    this.root = root;
  }

  Listing read() throws IOException {
    Map<String, Integer> labels = new LinkedHashMap<>();
    Path variants = OnlyFile.of(root, VARIANTS::equals, VARIANTS);
    try (BufferedReader reader = Utf8File.open(variants)) {
      reader
          .lines()
          .map(Blanks::plain)
          .filter(line -> !line.isEmpty())
          .forEach(line -> labels.putIfAbsent(line, labels.size()));
    }
    Path test = OnlyFile.of(root, TEST::equals, TEST);
    return ListedFiles.check(
        root,
        visitor -> rows(test, labels, visitor),
        List.copyOf(labels.keySet()),
        List.of("class names are from " + VARIANTS));
  }

  private static void rows(Path test, Map<String, Integer> labels, ListedFiles.RowVisitor visitor)
      throws IOException {
    try (BufferedReader reader = Utf8File.open(test)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String where = "%s, line %d".formatted(TEST, ++number);
        String[] parts = line.strip().split(" ", 2);
        Integer label = parts.length == 2 ? labels.get(Blanks.plain(parts[1])) : null;
        if (label == null) {
          throw new RegistrationException("path", where + ": needs an image and a known variant");
        }
        visitor.row(where, "images/" + parts[0] + ".jpg", label);
      }
    }
  }
}
