package dev.attune.hub;

import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds out whether a model's folder can be used: card, sizes, hashes, the weights' names and
 * shapes, the tokeniser. No tensor is loaded.
 */
final class Inspection {
  private static final String TOKENIZER = "tokenizer.json";

  private final FileHashes hashes;

  Inspection(FileHashes hashes) {
    this.hashes = hashes;
  }

  /** What the folder holds; a broken one has a {@link ModelInfo#problem()} that names the file. */
  ModelInfo of(String name, Path path) {
    ModelCard card = ModelCard.unknown();
    long bytes = 0;
    String hash = "";
    String problem = null;
    try {
      card = ModelCard.of(path);
      ModelFolder folder = new ModelFolder(path);
      Path weights = folder.weights(card);
      bytes = Files.size(weights);
      structure(folder, card);
      hash = hashes.sha256(name, weights);
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
        card.kind(),
        card.role(),
        card.description(),
        card.licence(),
        card.source(),
        bytes,
        hash,
        card.captioner(),
        card.defaults(),
        problem);
  }

  private static void structure(ModelFolder folder, ModelCard card) {
    if (card.isClip()) {
      try (ClipCheckpoint checkpoint = folder.clip(card)) {
        checkpoint.check();
        tokenizer(folder, card, checkpoint.config().vocabSize());
      }
    } else if (card.isLanguageModel()) {
      try (LmCheckpoint checkpoint = folder.languageModel(card)) {
        checkpoint.check();
        tokenizer(folder, card, checkpoint.config().vocabSize());
      }
    } else {
      folder.open(card).close();
    }
  }

  /**
   * Reads a tokeniser's JSON without keeping it.
   *
   * @param tokens how many the model knows
   */
  private static void tokenizer(ModelFolder folder, ModelCard card, int tokens) {
    long highest = 0;
    try (JsonParser parser = JsonMapper.shared().createParser(folder.tokenizer(card))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new WeightsException(TOKENIZER, "is not a JSON object");
      }
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean id = token == JsonToken.VALUE_NUMBER_INT && isId(parser.streamReadContext());
        highest = id ? Math.max(highest, parser.getLongValue()) : highest;
      }
    } catch (JacksonException e) {
      throw new WeightsException(TOKENIZER, "is not JSON, or truncated", e);
    }
    if (highest >= tokens) {
      throw new WeightsException(
          TOKENIZER,
          "has the token id %d, but the model knows %d tokens only".formatted(highest, tokens));
    }
  }

  /** Whether the parser stands at a value of the vocabulary, or at the id of an added token. */
  private static boolean isId(TokenStreamContext at) {
    TokenStreamContext parent = at.getParent();
    return parent != null
        && ("vocab".equals(parent.currentName())
            || ("id".equals(at.currentName())
                && parent.inArray()
                && "added_tokens".equals(parent.getParent().currentName())));
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
