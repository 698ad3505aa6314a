package dev.attune.dataset.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where registrations are kept: a folder each below {@code .registered} in the folder of data sets,
 * with a dot before its name until it is whole.
 */
final class Store {
  static final String INDEX = "samples.tsv";

  private static final String FOLDER = ".registered";
  private static final String FILE = "registration.json";
  private static final String REQUEST = "request.json";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path folder;

  /**
   * @param datasets the folder of data sets; made when it is first written to
   */
  Store(Path datasets) {
    folder = datasets.resolve(FOLDER);
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a path lies among the registrations themselves. */
  boolean holds(Path path) {
    return path.startsWith(folder);
  }

  List<String> names() {
    return list(".*", "");
  }

  Path registrationFile(String name) {
    return folder.resolve(name).resolve(FILE);
  }

  Path index(String name) {
    return folder.resolve(name).resolve(INDEX);
  }

  Optional<Registration> read(String name) {
    Path file = registrationFile(name);
    if (!isName(name) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return Optional.of(json(file, Registration.class));
  }

  /** The folder of a registration that is not whole yet. */
  Path begin(RegistrationRequest request, String name) throws IOException {
    Path partial = partial(name);
    Path file = partial.resolve(REQUEST);
    if (Files.exists(file) && !json(file, RegistrationRequest.class).equals(request)) {
      discard(name); // another folder or layout: nothing of it can be used
    }
    Files.createDirectories(partial);
    Files.write(file, MAPPER.writeValueAsBytes(request));
    return partial;
  }

  /** Makes a registration whole, in one step. */
  void finish(Registration registration) throws IOException {
    Path partial = partial(registration.name());
    Files.write(partial.resolve(FILE), MAPPER.writeValueAsBytes(registration));
    Files.delete(partial.resolve(REQUEST));
    Files.move(partial, folder.resolve(registration.name()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what there is of a registration that is not whole. */
  void discard(String name) throws IOException {
    delete(partial(name));
  }

  /** Removes a registration; the pictures stay. */
  void remove(String name) throws IOException {
    Path gone = folder.resolve(".%s.removed".formatted(name));
    delete(gone);
    Files.move(folder.resolve(name), gone, StandardCopyOption.ATOMIC_MOVE);
    delete(gone);
  }

  /** Registrations that were begun and not finished. */
  List<RegistrationRequest> unfinished() {
    return list("\\..*\\.partial", REQUEST).stream()
        .map(n -> json(folder.resolve(n).resolve(REQUEST), RegistrationRequest.class))
        .distinct() // ImageNet-C is one request for many sets
        .toList();
  }

  /**
   * Keeps other threads and processes from the same registration.
   *
   * @throws RegistrationException when one is at it
   */
  FileChannel lock(String name) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".%s.lock".formatted(name)),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // fall through: this process holds it
    }
    channel.close();
    throw new RegistrationException("name", name + " is being registered already");
  }

  private Path partial(String name) {
    return folder.resolve(".%s.partial".formatted(name));
  }

  private List<String> list(String pattern, String holding) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        boolean wanted = holding.isEmpty() ? isName(name) : Files.exists(child.resolve(holding));
        if (wanted && name.matches(pattern)) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the registered data sets cannot be listed", e);
    }
    names.sort(null);
    return names;
  }

  private static <T> T json(Path file, Class<T> type) {
    try {
      return MAPPER.readValue(Files.readAllBytes(file), type);
    } catch (IOException | JacksonException e) {
      throw new IllegalStateException("a registration is broken: " + file, e);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.list(tree)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(tree);
  }
}
