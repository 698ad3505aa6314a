package dev.attune.hub;

import dev.attune.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * SHA-256 of the files of installed models. A file is read once; its hash is kept with its size and
 * time of modification, one JSON file a model. Thread-safe.
 */
final class FileHashes {
  private static final Logger log = LoggerFactory.getLogger(FileHashes.class);

  private final Path cache;

  /** Hashes kept in a folder, which need not exist. */
  FileHashes(Path cache) {
    this.cache = cache;
  }

  private record Known(long bytes, long modified, String sha256) {
    boolean fits(Known file) {
      return bytes == file.bytes && modified == file.modified;
    }
  }

  /** The hash of a model's file in lower-case hexadecimal digits, from the cache if that fits. */
  synchronized String sha256(String model, Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    Known now = new Known(Files.size(file), Files.getLastModifiedTime(file).toMillis(), "");
    Map<String, Known> known = read(model);
    Known earlier = known.get(name);
    if (earlier != null && earlier.fits(now)) {
      return earlier.sha256();
    }
    String hash = Sha256.of(file);
    known.put(name, new Known(now.bytes(), now.modified(), hash));
    write(model, known);
    return hash;
  }

  /** That of a file; or of several, which counts them and their names. */
  String sha256(String model, List<Path> files) throws IOException {
    if (files.size() == 1) {
      return sha256(model, files.get(0));
    }
    StringBuilder all = new StringBuilder();
    for (Path file : files) {
      all.append(file.getFileName()).append(' ').append(sha256(model, file)).append('\n');
    }
    return Sha256.of(all.toString());
  }

  synchronized void forget(String model) throws IOException {
    Files.deleteIfExists(file(model));
  }

  private Path file(String model) {
    return cache.resolve(model + ".json");
  }

  private Map<String, Known> read(String model) {
    try {
      if (Files.exists(file(model))) {
        return JsonMapper.shared()
            .readValue(
                Files.readAllBytes(file(model)), new TypeReference<TreeMap<String, Known>>() {});
      }
    } catch (IOException | JacksonException e) {
      log.warn("The cached hashes of {} cannot be read and are computed anew", model);
    }
    return new TreeMap<>();
  }

  private void write(String model, Map<String, Known> known) {
    try {
      Files.createDirectories(cache);
      Path part = cache.resolve(model + ".json.part");
      Files.writeString(part, JsonMapper.shared().writeValueAsString(known));
      Files.move(
          part, file(model), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.warn("The hashes of {} cannot be kept: {}", model, e.toString());
    }
  }
}
