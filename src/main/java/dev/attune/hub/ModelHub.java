package dev.attune.hub;

import dev.attune.digest.Sha256;
import dev.attune.hub.download.DownloadLimits;
import dev.attune.hub.download.EnvironmentProxy;
import dev.attune.hub.download.FileDownload;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.WeightsException;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The models of one {@code attune.home}, and how they come and go. Thread-safe. */
public final class ModelHub {
  private final Path imports;
  private final Path scratch;
  private final ModelKinds kinds;
  private final BuiltInModels builtIn = new BuiltInModels();
  private final KnownModels known;
  private final ModelStore store;
  private final InstalledModels installed;
  private final LocalModels models;
  private final ModelPuller puller;
  private final ModelTransfer transfer;

  /** The hub of a folder that need not exist, with a catalogue and a downloader. */
  public ModelHub(Path home, KnownModels known, FileDownload download) {
    this(home, known, download, ModelKinds.ALL);
  }

  ModelHub(Path home, KnownModels known, FileDownload download, ModelKinds kinds) {
    Path folder = home.resolve("models");
    FileHashes hashes = new FileHashes(home.resolve("cache").resolve("model-hashes"));
    Inspection inspection = new Inspection(hashes, kinds);
    this.kinds = kinds;
    this.known = known;
    imports = home.resolve("import");
    scratch = home.resolve("cache").resolve("kept");
    store = new ModelStore(folder, inspection, hashes);
    installed = new InstalledModels(folder, inspection, kinds, hashes);
    models = new LocalModels(builtIn, installed);
    puller = new ModelPuller(store, inspection, hashes, download);
    transfer = new ModelTransfer(store, hashes, known, kinds, models);
  }

  /** The hub of a folder, with the application's catalogue and the network as it is set up. */
  public static ModelHub at(Path home) {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(new EnvironmentProxy(System.getenv()))
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    return new ModelHub(
        home,
        KnownModels.load(),
        new FileDownload(client, DownloadLimits.USUAL, ModelHub::freeSpace));
  }

  private static long freeSpace(Path file) {
    File folder = file.toAbsolutePath().toFile().getParentFile();
    return folder == null ? 0 : folder.getUsableSpace();
  }

  /** The models that are here. */
  public ModelCatalog catalog() {
    return models;
  }

  /** All models of the catalogue, installed or not. */
  public List<KnownModel> known() {
    return known.list();
  }

  public boolean isBuiltIn(String name) {
    return models.isBuiltIn(name);
  }

  /**
   * The model that a pull of this name would fetch.
   *
   * @throws HubException when there is none, it is here already, or no program may fetch it
   */
  public KnownModel pullable(String name) {
    if (models.find(name).isPresent()) {
      throw HubException.conflict(name + " is installed already");
    }
    KnownModel model = known.find(name).orElseThrow(() -> HubException.unknown(name));
    if (!model.pullable()) {
      throw HubException.conflict("%s cannot be pulled. %s".formatted(name, model.note()));
    }
    return model;
  }

  /**
   * Pulls a model of the catalogue.
   *
   * @throws HubException when it cannot be had; nothing is half-installed
   * @throws java.util.concurrent.CancellationException when the listener says so
   */
  public ModelInfo pull(String name, PullListener listener) throws InterruptedException {
    return puller.pull(pullable(name), listener);
  }

  /** Imports a model from any folder; see {@link #importFrom(Path, String, PullListener)}. */
  public ModelInfo importFrom(Path folder, String name) {
    return importFrom(folder, name, progress -> {});
  }

  /**
   * Imports a model from any folder.
   *
   * @throws HubException when the name is taken or the folder's model cannot be used; nothing is
   *     half-installed
   * @throws java.util.concurrent.CancellationException when the listener says so
   */
  public ModelInfo importFrom(Path folder, String name, PullListener listener) {
    checkFree(name);
    if (!Files.isDirectory(folder)) {
      throw HubException.invalid("folder", "there is no folder " + folder);
    }
    return transfer.importFrom(transfer.look(folder, name, null), listener);
  }

  /**
   * What an import would copy from a folder below {@code attune.home/import}, whose name may come
   * from a request.
   *
   * @throws HubException when the name is taken, or the folder is no model by its names and shapes
   */
  ModelTransfer.Source importable(String folder, String name) {
    checkFree(name);
    if (!Names.isFile(folder) || !Files.isDirectory(imports.resolve(folder))) {
      throw HubException.invalid("folder", "there is no such folder below import");
    }
    try {
      Path real = imports.resolve(folder).toRealPath();
      if (!real.startsWith(imports.toRealPath())) {
        throw HubException.invalid("folder", "is a link that leads out of import");
      }
      return transfer.look(real, name, imports);
    } catch (IOException e) {
      throw HubException.disk(folder + " cannot be imported", e);
    }
  }

  /** Imports what {@link #importable} found. */
  ModelInfo importFrom(ModelTransfer.Source source, PullListener listener) {
    return transfer.importFrom(source, listener);
  }

  /** Imports that ended with their process; what they left is thrown away. */
  List<String> cutOff() {
    try {
      return store.cutOff();
    } catch (IOException e) {
      throw HubException.disk("what imports have left cannot be removed", e);
    }
  }

  /**
   * Checks that what a run learned can be kept under a name.
   *
   * @throws HubException when the name is taken, or the model that adapted is gone or another
   */
  public void checkKeepable(String name, Learned learned) {
    checkFree(name);
    ModelInfo start =
        models
            .find(learned.model())
            .filter(m -> m.problem() == null)
            .orElseThrow(
                () ->
                    HubException.conflict(
                        "%s, with which the run began, is gone or cannot be used"
                            .formatted(learned.model())));
    if (!start.fingerprint().equals(learned.fingerprint())) {
      throw HubException.conflict(
          "%s is not as it was when the run began: its fingerprint is %.12s, and was %.12s"
              .formatted(start.name(), start.fingerprint(), learned.fingerprint()));
    }
  }

  /** Writes what a run learned to a file. */
  @FunctionalInterface
  public interface State {
    void write(Path file) throws IOException;
  }

  /**
   * Keeps what a run learned as a model of its own.
   *
   * @throws HubException when it cannot be kept, see {@link #checkKeepable}; nothing is
   *     half-installed
   * @throws java.util.concurrent.CancellationException when the listener says so
   */
  public ModelInfo keep(String name, Learned learned, State state, PullListener listener) {
    checkKeepable(name, learned);
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(scratch), name);
      try {
        Path file = folder.resolve("state.safetensors");
        state.write(file);
        new LearnedModels(this, kinds).write(learned, file, folder.resolve(name));
        return importFrom(folder.resolve(name), name, listener);
      } finally {
        ModelStore.delete(folder);
      }
    } catch (WeightsException e) {
      throw HubException.conflict(
          "what the run learned cannot be kept: %s".formatted(e.getMessage()));
    } catch (IOException e) {
      throw HubException.disk(name + " cannot be kept", e);
    }
  }

  /**
   * Imports a model that this program made. Where the very model is installed already, by a run
   * that ended before it could say so, nothing is left to do.
   *
   * @throws HubException when the name is taken by another model
   */
  public void importOnce(Path folder, String name) throws IOException {
    if (!store.has(name) || !weights(folder).equals(weights(store.folder(name)))) {
      importFrom(folder, name);
    }
  }

  private List<String> weights(Path folder) throws IOException {
    List<String> hashes = new ArrayList<>();
    Path weights = new ModelFolder(folder, kinds).weights(ModelCard.of(folder));
    for (Path part : WeightFiles.parts(weights)) {
      hashes.add(Sha256.of(part));
    }
    return hashes;
  }

  /** The models that are here, after every byte of theirs was read and held to its hash. */
  public List<ModelInfo> verified() {
    installed.forget();
    return models.list();
  }

  /**
   * Checks that a model can be given a name.
   *
   * @throws HubException when it is no name for a model, or is taken
   */
  public void checkFree(String name) {
    if (models.isBuiltIn(Names.model(name)) || store.has(name)) {
      throw HubException.conflict(name + " is installed already");
    }
  }

  /**
   * Copies a model to a folder that does not exist yet.
   *
   * @throws HubException when the model is unknown or the folder cannot be written
   */
  public void export(String name, Path folder) {
    ModelInfo model = models.find(name).orElseThrow(() -> HubException.unknown(name));
    transfer.export(model.name(), folder, models.isBuiltIn(name) ? builtIn : null);
  }

  /**
   * Removes an installed model with its files.
   *
   * @throws HubException when it is unknown, built in or in use
   */
  public void remove(String name, ModelUse use) {
    ModelInfo model = models.find(name).orElseThrow(() -> HubException.unknown(name));
    if (models.isBuiltIn(name)) {
      throw HubException.conflict(name + " is built in");
    }
    List<String> users = use.unfinishedWith(name);
    if (!users.isEmpty()) {
      throw HubException.conflict(
          "%s is in use by %s: cancel or await them first"
              .formatted(name, String.join(", ", users)));
    }
    try (ModelStore.Lease lease = store.lease(model.name())) {
      store.remove(lease);
    } catch (IOException e) {
      throw HubException.disk(name + " cannot be removed", e);
    }
  }
}
