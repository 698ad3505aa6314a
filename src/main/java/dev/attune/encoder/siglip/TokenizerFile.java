package dev.attune.encoder.siglip;

import dev.attune.encoder.clip.ConfigFile;
import dev.attune.text.SentencePieces;
import dev.attune.text.TokenizerException;
import dev.attune.text.TokenizerJson;
import dev.attune.weights.FileSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A SigLIP's tokeniser as it is stored.
 *
 * @param json the text of a {@code tokenizer.json}
 * @param gemma whether it is SigLIP 2's, else it is T5's or mT5's
 * @param end id of the end token
 * @param padding id of what follows it
 */
record TokenizerFile(byte[] json, boolean gemma, long end, long padding) {
  /** Says which token is the padding. */
  static final String SETTINGS = "tokenizer_config.json";

  /**
   * Reads a {@code tokenizer.json}, or composes one of a {@code spiece.model}.
   *
   * @throws TokenizerException when there is none, or it lacks the end token
   */
  static TokenizerFile read(FileSource files) {
    byte[] json = json(files);
    Map<String, Long> special = special(json);
    boolean gemma = !special.containsKey("</s>");
    String padding = padding(files, gemma);
    return new TokenizerFile(
        json, gemma, id(special, gemma ? "<eos>" : "</s>"), id(special, padding));
  }

  static byte[] json(FileSource files) {
    return files
        .find(TokenizerJson.FILE)
        .or(() -> files.find(SentencePieces.FILE).map(SentencePieces::json))
        .orElseThrow(
            () ->
                new TokenizerException(
                    "the folder",
                    "holds no tokeniser: %s or %s"
                        .formatted(TokenizerJson.FILE, SentencePieces.FILE)));
  }

  /** Names of the files that are read. */
  static List<String> names(FileSource files) {
    String own = files.has(TokenizerJson.FILE) ? TokenizerJson.FILE : SentencePieces.FILE;
    return Stream.of(own, SETTINGS).filter(files::has).toList();
  }

  /** What the settings say, else what the models were trained with. */
  private static String padding(FileSource files, boolean gemma) {
    String usual = gemma ? "<pad>" : "</s>";
    if (!files.has(SETTINGS)) {
      return usual;
    }
    JsonNode told = ConfigFile.read(files, SETTINGS).root().path("pad_token");
    return told.isObject() ? told.path("content").asString(usual) : told.asString(usual);
  }

  private static long id(Map<String, Long> special, String token) {
    Long id = special.get(token);
    if (id == null) {
      throw new TokenizerException(TokenizerJson.FILE, "lacks the special token " + token);
    }
    return id;
  }

  /** The special tokens with their ids. The rest of the file, which is long, is skipped. */
  private static Map<String, Long> special(byte[] json) {
    Map<String, Long> special = new HashMap<>();
    try (JsonParser parser = JsonMapper.shared().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new TokenizerException(TokenizerJson.FILE, "is not a JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean added = "added_tokens".equals(parser.currentName());
        parser.nextToken();
        if (added) {
          JsonNode tokens = parser.readValueAsTree();
          tokens.forEach(t -> special.put(t.path("content").asString(""), t.path("id").asLong()));
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new TokenizerException(TokenizerJson.FILE, "is not JSON, or truncated", e);
    }
    return special;
  }
}
