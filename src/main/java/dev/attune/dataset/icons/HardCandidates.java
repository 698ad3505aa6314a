package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The stream that {@code icons-hard} is picked from: filled icons of all families in odd poses and
 * among clutter. Candidate {@code i} shows concept {@code i} modulo the number of concepts.
 */
final class HardCandidates {

  static final String RESOURCE = "/dev/attune/builtin/icons-hard.txt";
  static final long SEED = 5003;

  private final IconPainter painter = new IconPainter();

  int concept(int candidate) {
    return candidate % Concepts.get().size();
  }

  RgbImage draw(int candidate) {
    PictureRandom random = new PictureRandom("icons-hard", SEED, candidate);
    return painter.paintHard(random, concept(candidate), IconFamily.filled()).image();
  }

  /** The candidates that {@link HardSelection} accepted; empty before it ran. */
  static Optional<int[]> accepted() {
    try (InputStream in = HardCandidates.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        return Optional.empty();
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(
          text.lines().filter(l -> !l.startsWith("#")).mapToInt(Integer::parseInt).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
