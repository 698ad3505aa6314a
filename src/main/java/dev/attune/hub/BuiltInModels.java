package dev.attune.hub;

import dev.attune.model.weights.SafetensorsFile;
import dev.attune.model.weights.TensorSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The models in the jar, each with its card and its weights. Thread-safe. */
public final class BuiltInModels implements ModelCatalog {
  private static final String FOLDER = "/dev/attune/builtin/";
  private static final List<String> NAMES = List.of("icons-clip-s", "icons-clip-l");

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
  public TensorSource weights(String name) {
    try (InputStream stream = open("models/" + known(name) + "/model.safetensors")) {
      return SafetensorsFile.read(name, stream);
    } catch (IOException e) {
      throw new UncheckedIOException("the weights of " + name + " cannot be read", e);
    }
  }

  @Override
  public InputStream tokenizer(String name) {
    known(name);
    return open("tokenizer.json");
  }

  /** Writes a model's files into a folder that exists. */
  void export(String name, Path folder) throws IOException {
    for (String file : List.of(ModelCard.FILE, "model.safetensors")) {
      try (InputStream stream = open("models/" + known(name) + "/" + file)) {
        Files.copy(stream, folder.resolve(file));
      }
    }
    try (InputStream stream = tokenizer(name)) {
      Files.copy(stream, folder.resolve("tokenizer.json"));
    }
  }

  private String known(String name) {
    return find(name)
        .orElseThrow(() -> new NoSuchElementException("no model is called '" + name + "'"))
        .name();
  }

  private static ModelInfo read(String name) {
    String folder = "models/" + name;
    try (InputStream json = open(folder + "/card.json");
        InputStream weights = open(folder + "/model.safetensors")) {
      ModelCard card = ModelCard.read(json);
      byte[] bytes = weights.readAllBytes();
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new ModelInfo(
          name,
          card.kind(),
          card.role(),
          card.description(),
          card.licence(),
          card.source(),
          bytes.length,
          hash,
          card.defaults(),
          null);
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in model " + name + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static InputStream open(String resource) {
    InputStream stream = BuiltInModels.class.getResourceAsStream(FOLDER + resource);
    if (stream == null) {
      throw new IllegalStateException("the application lacks its resource " + resource);
    }
    return stream;
  }
}
