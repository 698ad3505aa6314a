package dev.attune.hub;

import dev.attune.encoder.ModelFiles;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies models from folders and to folders. */
final class ModelTransfer {
  private final ModelStore store;
  private final FileHashes hashes;
  private final KnownModels known;
  private final ModelKinds kinds;
  private final ModelCatalog models;

  ModelTransfer(
      ModelStore store,
      FileHashes hashes,
      KnownModels known,
      ModelKinds kinds,
      ModelCatalog models) {
    this.models = models;
    this.store = store;
    this.hashes = hashes;
    this.known = known;
    this.kinds = kinds;
  }

  /**
   * A folder that looks like a model.
   *
   * @param name the model's name from now on
   * @param files that belong to it
   * @param bytes of them
   * @param card the folder's card, else the catalogue's of that name, else a plain one
   */
  record Source(String name, List<Path> files, long bytes, ModelCard card) {}

  /**
   * Finds out what an import would copy, and whether it is a model, which reads names and shapes
   * only.
   *
   * @param boundary files that really lie elsewhere (through links) are refused, or null
   * @throws HubException when it is none, or the disk is too full
   */
  Source look(Path folder, String name, @Nullable Path boundary) {
    try {
      List<Path> files = new ModelFolder(folder, kinds).files();
      checkPlace(files, boundary);
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      checkSpace(bytes);
      ModelCard card = card(name, folder);
      if (!card.kind().equals(DglKind.NAME)) { // for prompts, their CLIP has to be found before
        kinds.named(card.kind()).inspect(new ModelFolder(folder, kinds).of(card));
      }
      return new Source(name, files, bytes, card);
    } catch (WeightsException e) {
      throw HubException.invalid("folder", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw HubException.disk(name + " cannot be imported", e);
    }
  }

  /**
   * Copies a model, checks the copy and moves it into place. Where that fails or is cancelled,
   * nothing is left; where the thread is interrupted, {@link ModelStore#cutOff()} finds it.
   *
   * @throws java.util.concurrent.CancellationException when the listener says so, or the thread is
   *     interrupted
   */
  ModelInfo importFrom(Source source, PullListener listener) {
    String name = source.name();
    try (ModelStore.Lease lease = store.lease(name)) {
      if (store.has(name)) {
        throw HubException.conflict(name + " is installed already");
      }
      Path staging = store.emptied(lease);
      try {
        CopyProgress progress = new CopyProgress(source, listener);
        for (Path file : source.files()) {
          progress.copy(file, staging);
        }
        progress.verifying();
        completed(name, source.card(), staging).write(staging);
        progress.checkCancelled();
        return store.install(lease, problem -> HubException.invalid("folder", problem));
      } finally {
        if (!Thread.currentThread().isInterrupted()) {
          store.discard(lease);
        }
      }
    } catch (WeightsException e) {
      ModelStore.checkNotStopped();
      throw HubException.invalid("folder", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      ModelStore.checkNotStopped();
      throw HubException.disk(name + " cannot be imported", e);
    }
  }

  private static void checkPlace(List<Path> files, @Nullable Path boundary) throws IOException {
    for (Path file : files) {
      if (boundary != null && !file.toRealPath().startsWith(boundary.toRealPath())) {
        throw new WeightsException(
            String.valueOf(file.getFileName()), "is a link that leads out of the folder");
      }
    }
  }

  private void checkSpace(long needed) throws IOException {
    long free = store.space();
    if (needed > free) {
      throw HubException.noSpace(
          "the disk is too full: %d bytes are needed and %d are free".formatted(needed, free));
    }
  }

  private ModelCard card(String name, Path folder) throws IOException {
    if (Files.exists(folder.resolve(ModelCard.FILE))) {
      return ModelCard.of(folder);
    }
    return known
        .find(name)
        .filter(k -> complete(k, folder))
        .map(KnownModel::card)
        .orElseGet(() -> plain(folder));
  }

  /** A card with the CLIP of prompts, and with the hashes of all files that decide numbers. */
  private ModelCard completed(String name, ModelCard found, Path staging) throws IOException {
    ModelCard card = found;
    if (card.kind().equals(DglKind.NAME)) {
      ModelFiles prompts = new ModelFolder(staging, kinds).of(card);
      card = card.withDgl(new DglImport(models).parts(prompts, card.dgl()));
    }
    List<ModelFile> files = new ArrayList<>(card.files());
    ModelFolder folder = new ModelFolder(staging, kinds);
    List<Path> held = new ArrayList<>(WeightFiles.parts(folder.weights(card)));
    kinds.named(card.kind()).fileNames().stream()
        .map(staging::resolve)
        .filter(Files::exists)
        .sorted()
        .forEach(held::add);
    for (Path path : held) {
      String file = String.valueOf(path.getFileName());
      if (files.stream().noneMatch(f -> f.path().equals(file))) {
        files.add(new ModelFile(file, null, hashes.sha256(name, path), Files.size(path)));
      }
    }
    return card.withFiles(files);
  }

  private ModelCard plain(Path folder) {
    ModelFolder files = new ModelFolder(folder, kinds);
    return new ModelCard(
        kinds.recognise(files.of(ModelCard.unknown())).name(),
        "other",
        "Imported from a folder without a card.",
        "unknown",
        "unknown",
        null,
        null,
        null,
        null,
        Map.of(),
        null,
        List.of());
  }

  private static boolean complete(KnownModel model, Path folder) {
    return model.pullable()
        && model.files().stream().allMatch(f -> Files.exists(folder.resolve(f.path())));
  }

  /**
   * Copies a model to a folder that does not exist yet; it appears as a whole.
   *
   * @param builtIn the built-in models where it is one of them, else null
   */
  void export(String name, Path target, @Nullable BuiltInModels builtIn) {
    Path absolute = target.toAbsolutePath();
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      if (Files.exists(absolute)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.createDirectories(part);
      if (builtIn != null) {
        builtIn.export(name, part);
      } else {
        for (Path file : new ModelFolder(store.folder(name), kinds).files()) {
          Files.copy(file, part.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      throw HubException.invalid("folder", e.getFile() + " exists already");
    } catch (IOException e) {
      throw HubException.disk(name + " cannot be exported", e);
    }
  }
}
