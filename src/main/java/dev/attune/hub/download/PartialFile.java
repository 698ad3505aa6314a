package dev.attune.hub.download;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of a file: the bytes in {@code NAME.part}, and in {@code NAME.part.from} the
 * address and the validator (RFC 9110, 8.8) of the version they belong to.
 */
final class PartialFile {
  private final Path target;
  private final Path part;
  private final Path from;

  PartialFile(Path target) {
    this.target = target;
    part = target.resolveSibling(target.getFileName() + ".part");
    from = target.resolveSibling(target.getFileName() + ".part.from");
  }

  Path path() {
    return part;
  }

  /** Bytes that have arrived. */
  long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /** The validator of the version that has begun to arrive from this address. */
  Optional<String> validator(URI url) throws IOException {
    if (!Files.exists(from)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(from, StandardCharsets.UTF_8);
    boolean fits = lines.size() == 2 && lines.get(0).equals(url.toString());
    return fits ? Optional.of(lines.get(1)) : Optional.empty();
  }

  /** Notes which version is arriving; without a validator it cannot be resumed later. */
  void begin(URI url, @Nullable String validator) throws IOException {
    if (validator == null) {
      Files.deleteIfExists(from);
    } else {
      Files.writeString(from, url + "\n" + validator + "\n");
    }
  }

  /** Throws away what has arrived. */
  void discard() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(from);
  }

  /** Gives the whole file its name. */
  void complete() throws IOException {
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(from);
  }
}
