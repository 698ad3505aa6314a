package dev.attune.hub;

import dev.attune.digest.Sha256;
import dev.attune.encoder.ModelFiles;
import dev.attune.model.Activation;
import dev.attune.problem.UnknownNameException;
import dev.attune.text.TokenizerJson;
import dev.attune.weights.FileSource;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.TensorSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models in the jar, each with its card and its weights. Thread-safe. */
public final class BuiltInModels implements ModelCatalog {
  private static final String FOLDER = "/dev/attune/builtin/";
  private static final String WEIGHTS = "model.safetensors";
  private static final List<String> NAMES =
      List.of(
          "icons-clip-s",
          "icons-clip-l",
          "icons-clip-vit",
          "icons-clip-motion",
          "icons-dgl-linear",
          "icons-dgl-transformer",
          "icons-opt",
          "icons-clipcap",
          "icons-capdec");

  private final List<ModelInfo> models = NAMES.stream().map(BuiltInModels::read).toList();

  @Override
  public List<ModelInfo> list() {
    return models;
  }

  @Override
  public Optional<ModelInfo> find(String name) {
    return models.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  @Override
  public ModelFiles files(String name) {
    String folder = folder(known(name));
    return new ModelFiles(() -> weightsIn(name, folder), beside(folder), Activation.QUICK_GELU);
  }

  private static TensorSource weightsIn(String name, String folder) {
    try (InputStream stream = open(folder + WEIGHTS)) {
      return SafetensorsFile.read(name, stream);
    } catch (IOException e) {
      throw new UncheckedIOException("the weights of " + name + " cannot be read", e);
    }
  }

  /** A model has its own tokeniser, or the one that all CLIPs share. */
  private static FileSource beside(String folder) {
    return file -> {
      String own = folder + file;
      boolean shared = file.equals(TokenizerJson.FILE) && !exists(own);
      return shared || exists(own) ? Optional.of(bytes(shared ? file : own)) : Optional.empty();
    };
  }

  /** Writes a model's files into a folder that exists. */
  void export(String name, Path target) throws IOException {
    ModelInfo model = find(known(name)).orElseThrow();
    for (String file : List.of(ModelCard.FILE, WEIGHTS)) {
      Files.write(target.resolve(file), bytes(folder(name) + file));
    }
    for (String file : model.kind().fileNames()) {
      Optional<byte[]> content = beside(folder(name)).find(file);
      if (content.isPresent()) {
        Files.write(target.resolve(file), content.get());
      }
    }
  }

  private String known(String name) {
    return find(name)
        .orElseThrow(() -> new UnknownNameException("no model is called '" + name + "'"))
        .name();
  }

  private static ModelInfo read(String name) {
    String folder = folder(name);
    try (InputStream json = open(folder + ModelCard.FILE)) {
      ModelCard card = ModelCard.read(json);
      ModelKind kind = ModelKinds.ALL.named(card.kind());
      byte[] weights = bytes(folder + WEIGHTS);
      String hash = Sha256.of(weights);
      Map<String, String> files = new HashMap<>(Map.of(WEIGHTS, hash));
      for (String file : kind.fileNames()) {
        byte[] content = beside(folder).find(file).orElse(null);
        if (content != null) {
          files.put(file, Sha256.of(content));
        }
      }
      return new ModelInfo(
          name,
          kind,
          card.role(),
          card.description(),
          card.licence(),
          card.source(),
          weights.length,
          hash,
          Fingerprint.of(card, files),
          card.captioner(),
          card.dgl(),
          card.defaults(),
          card.learned(),
          null);
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in model " + name + " cannot be read", e);
    }
  }

  private static String folder(String name) {
    return "models/" + name + "/";
  }

  private static byte[] bytes(String resource) {
    try (InputStream stream = open(resource)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + resource + " cannot be read", e);
    }
  }

  private static boolean exists(String resource) {
    return BuiltInModels.class.getResource(FOLDER + resource) != null;
  }

  private static InputStream open(String resource) {
    InputStream stream = BuiltInModels.class.getResourceAsStream(FOLDER + resource);
    if (stream == null) {
      throw new IllegalStateException("the application lacks its resource " + resource);
    }
    return stream;
  }
}
