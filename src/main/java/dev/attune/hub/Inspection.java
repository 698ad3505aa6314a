package dev.attune.hub;

import dev.attune.weights.WeightFiles;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out whether a model's folder can be used: card, sizes, hashes, the weights' names and
 * shapes, the tokeniser. No tensor is loaded.
 */
final class Inspection {
  private final FileHashes hashes;
  private final ModelKinds kinds;

  Inspection(FileHashes hashes, ModelKinds kinds) {
    this.hashes = hashes;
    this.kinds = kinds;
  }

  /** What the folder holds; a broken one has a {@link ModelInfo#problem()} that names the file. */
  ModelInfo of(String name, Path path) {
    ModelCard card = ModelCard.unknown();
    long bytes = 0;
    ModelKind kind = kinds.named(card.kind());
    String hash = "";
    String fingerprint = "";
    String problem = null;
    try {
      card = ModelCard.of(path);
      kind = kinds.named(card.kind());
      ModelFolder folder = new ModelFolder(path, kinds);
      List<Path> weights = WeightFiles.parts(folder.weights(card));
      List<String> deciding = kind.inspect(folder.of(card));
      hash = hashes.sha256(name, weights);
      Map<String, String> all = new HashMap<>();
      for (Path file : weights) {
        bytes += Files.size(file);
        all.put(String.valueOf(file.getFileName()), hashes.sha256(name, file));
      }
      for (String file : deciding) {
        all.put(file, hashes.sha256(name, path.resolve(file)));
      }
      fingerprint = Fingerprint.of(card, all);
      for (ModelFile file : card.files()) {
        check(name, path.resolve(file.path()), file);
      }
    } catch (WeightsException e) {
      problem = e.getMessage();
    } catch (IOException e) {
      problem = "its files cannot be read: " + e.getClass().getSimpleName();
    }
    return new ModelInfo(
        name,
        kind,
        card.role(),
        card.description(),
        card.licence(),
        card.source(),
        bytes,
        hash,
        fingerprint,
        card.captioner(),
        card.dgl(),
        card.defaults(),
        card.learned(),
        problem);
  }

  /** Holds a file to what is said of it. */
  void check(String model, Path path, ModelFile file) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new WeightsException(file.path(), "is missing");
    }
    long size = Files.size(path);
    if (file.bytes() != null && file.bytes() != size) {
      throw new WeightsException(
          file.path(), "has %d bytes, not %d as expected".formatted(size, file.bytes()));
    }
    if (file.sha256() != null) {
      String hash = hashes.sha256(model, path);
      if (!hash.equalsIgnoreCase(file.sha256())) {
        throw new WeightsException(
            file.path(), "has the SHA-256 %s, not %s as expected".formatted(hash, file.sha256()));
      }
    }
  }
}
