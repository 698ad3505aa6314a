package dev.attune.playground;

import dev.attune.settings.AttuneProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sessions as files: {@link KeptFile}s and {@code session.json} in Attune's {@code uploads/ID}. */
@Component
class SessionStore {
  private static final String SESSION = "session.json";
  private static final String PART = ".part";
  private static final int ID_BYTES = 16;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{%d}".formatted(2 * ID_BYTES));

  private final JsonMapper json = JsonMapper.builder().build();
  private final SecureRandom random = new SecureRandom();
  private final Path root;
  private final Duration keep;
  private final int maxKept;

  SessionStore(AttuneProperties properties) {
    root = properties.home().resolve("uploads");
    keep = properties.uploads().keep();
    maxKept = properties.uploads().maxKept();
  }

  /** An id that nobody can guess. */
  String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Keeps a new session and what was brought, where something was. */
  void create(Session session, @Nullable Brought brought) {
    Path folder = root.resolve(session.id());
    try {
      Files.createDirectories(folder);
      if (brought != null) {
        brought.keep(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an upload cannot be kept", e);
    }
    save(session);
  }

  /** A new file for an upload while it is looked at, to be {@linkplain #discard discarded}. */
  Path part() {
    try {
      Files.createDirectories(root);
      return Files.createTempFile(root, "upload", PART);
    } catch (IOException e) {
      throw new UncheckedIOException("an upload cannot be kept", e);
    }
  }

  static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException("an upload cannot be deleted", e);
    }
  }

  /** Writes what is known of a session; the file changes as a whole. */
  void save(Session session) {
    Path folder = root.resolve(session.id());
    Path part = folder.resolve(SESSION + PART);
    try {
      Files.write(part, json.writeValueAsBytes(session));
      Files.move(part, folder.resolve(SESSION), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("a session cannot be kept", e);
    }
  }

  /** A session that has not expired. */
  Optional<Session> find(String id) {
    return read(id, SESSION)
        .map(bytes -> json.readValue(bytes, Session.class))
        .filter(s -> !expired(s.createdAt()));
  }

  /** The PNG of a session's picture; whoever asks has seen that the session has not expired. */
  Optional<byte[]> picture(String id) {
    return read(id, KeptFile.PICTURE.fileName());
  }

  /** Where a session's file is; whoever asks has found the session. */
  Optional<Path> file(Session session, KeptFile file) {
    return Optional.of(root.resolve(session.id()).resolve(file.fileName())).filter(Files::exists);
  }

  /** When a session goes. */
  Instant expiry(Session session) {
    return session.createdAt().plus(keep);
  }

  private boolean expired(Instant createdAt) {
    return createdAt.plus(keep).isBefore(Instant.now());
  }

  private Optional<byte[]> read(String id, String file) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(root.resolve(id).resolve(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a session cannot be read", e);
    }
  }

  /**
   * Deletes what has expired and, of the rest, the oldest beyond what is kept.
   *
   * @param spared those that must stay
   */
  void sweep(Predicate<String> spared) {
    if (!Files.isDirectory(root)) {
      return;
    }
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path file : folders.toList()) {
        if (ID.matcher(file.getFileName().toString()).matches()) {
          all.add(kept(file));
        } else if (file.toString().endsWith(PART) && expired(kept(file).since())) {
          discard(file); // of a process that was killed
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the uploads cannot be listed", e);
    }
    all.sort(Comparator.comparing(Kept::since).reversed());
    for (int i = 0; i < all.size(); i++) {
      Kept one = all.get(i);
      boolean over = i >= maxKept || expired(one.since());
      if (over && !spared.test(one.folder().getFileName().toString())) {
        delete(one.folder().getFileName().toString());
      }
    }
  }

  /** A folder, and when something in it was last made anew: when its session was over. */
  private record Kept(Path folder, Instant since) {}

  private static Kept kept(Path folder) {
    try {
      return new Kept(folder, Files.getLastModifiedTime(folder).toInstant());
    } catch (IOException e) {
      return new Kept(folder, Instant.EPOCH); // it was deleted at this moment
    }
  }

  void delete(String id) {
    Path folder = root.resolve(id);
    try {
      // The session first: without it nobody asks for the rest.
      for (String file : List.of(SESSION, SESSION + PART)) {
        Files.deleteIfExists(folder.resolve(file));
      }
      for (KeptFile file : KeptFile.values()) {
        Files.deleteIfExists(folder.resolve(file.fileName()));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("an upload cannot be deleted", e);
    }
  }
}
