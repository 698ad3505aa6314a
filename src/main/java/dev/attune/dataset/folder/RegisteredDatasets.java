package dev.attune.dataset.folder;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.PictureDataset;
import dev.attune.problem.UnknownNameException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registered data sets as a catalogue. What another process registers or removes is seen at the
 * next question. Thread-safe.
 */
public final class RegisteredDatasets implements DatasetCatalog {
  private static final int KEPT_OPEN = 4;

  private final Path datasets;
  private final Store store;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, FolderDataset> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FolderDataset> eldest) {
          return size() > KEPT_OPEN;
        }
      };

  /**
   * @param datasets the folder of data sets; it need not exist
   */
  public RegisteredDatasets(Path datasets) {
    this.datasets = datasets;
    store = new Store(datasets);
  }

  /** The folder of data sets in Attune's home. */
  public static Path folder(Path home) {
    return home.resolve("datasets");
  }

  /** All registrations, by name. */
  public List<Registration> registrations() {
    return store.names().stream().flatMap(n -> registration(n).stream()).toList();
  }

  /** One registration. */
  public Optional<Registration> registration(String name) {
    if (!Store.isName(name)) {
      return Optional.empty();
    }
    Path file = store.registrationFile(name);
    FileTime modified;
    try {
      modified = Files.getLastModifiedTime(file);
    } catch (IOException e) {
      known.remove(name);
      return Optional.empty();
    }
    Known last = known.get(name);
    if (last == null || !last.modified().equals(modified)) {
      Optional<Registration> read = store.read(name);
      read.ifPresent(r -> known.put(name, new Known(modified, r)));
      return read;
    }
    return Optional.of(last.registration());
  }

  /**
   * Forgets a registration; the pictures stay where they are.
   *
   * @throws UnknownNameException when the name is unknown
   */
  public void remove(String name) {
    require(name);
    try {
      store.remove(name);
    } catch (IOException e) {
      throw new UncheckedIOException("the registration of %s cannot be removed".formatted(name), e);
    }
  }

  @Override
  public List<DatasetInfo> list() {
    return registrations().stream().map(RegisteredDatasets::info).toList();
  }

  @Override
  public Optional<DatasetInfo> find(String name) {
    return registration(name).map(RegisteredDatasets::info);
  }

  @Override
  public PictureDataset pictures(String name) {
    Registration registration = require(name);
    synchronized (open) {
      return open.computeIfAbsent(
          registration.fingerprint() + registration.registeredAt() + name,
          key ->
              FolderDataset.of(
                  registration, datasets.resolve(registration.path()), store.index(name)));
    }
  }

  private Registration require(String name) {
    return registration(name)
        .orElseThrow(() -> new UnknownNameException("no data set is called '" + name + "'"));
  }

  private static DatasetInfo info(Registration r) {
    return new DatasetInfo(
        r.name(), modality(r), r.description(), r.classNames().size(), r.size(), r.fingerprint());
  }

  private static DatasetInfo.Modality modality(Registration r) {
    if (Layout.byId(r.layout()).video() != null) {
      return DatasetInfo.Modality.VIDEOS;
    }
    return r.captions() == null ? DatasetInfo.Modality.CLASSES : DatasetInfo.Modality.CAPTIONS;
  }

  private record Known(FileTime modified, Registration registration) {}
}
