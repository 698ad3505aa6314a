package dev.attune.hub;

import dev.attune.model.lm.LmCheckpoint;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.TensorSource;
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
  private static final String TOKENIZER = "tokenizer.json";
  private static final List<String> NAMES =
      List.of(
          "icons-clip-s",
          "icons-clip-l",
          "icons-clip-vit",
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
  public TensorSource weights(String name) {
    try (InputStream stream = open("models/" + known(name) + "/model.safetensors")) {
      return SafetensorsFile.read(name, stream);
    } catch (IOException e) {
      throw new UncheckedIOException("the weights of " + name + " cannot be read", e);
    }
  }

  @Override
  public LmCheckpoint languageModel(String name) {
    try (InputStream config = open("models/" + known(name) + "/" + LmCheckpoint.CONFIG)) {
      return LmCheckpoint.open(weights(name), config);
    } catch (IOException e) {
      throw new UncheckedIOException("the configuration of " + name + " cannot be read", e);
    }
  }

  /** Its own, or the one that all CLIPs share. */
  @Override
  public InputStream tokenizer(String name) {
    String own = "models/" + known(name) + "/" + TOKENIZER;
    return open(exists(own) ? own : TOKENIZER);
  }

  /** Writes a model's files into a folder that exists. */
  void export(String name, Path folder) throws IOException {
    for (String file : List.of(ModelCard.FILE, "model.safetensors", LmCheckpoint.CONFIG)) {
      String resource = "models/" + known(name) + "/" + file;
      if (exists(resource)) {
        copy(open(resource), folder.resolve(file));
      }
    }
    if (find(name).filter(m -> m.captioner() == null).isPresent()) {
      copy(tokenizer(name), folder.resolve(TOKENIZER));
    }
  }

  private static void copy(InputStream from, Path to) throws IOException {
    try (from) {
      Files.copy(from, to);
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
          card.captioner(),
          card.defaults(),
          null);
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in model " + name + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
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
