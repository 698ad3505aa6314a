package dev.attune.encoder.clip;

import dev.attune.text.TokenizerException;
import dev.attune.text.TokenizerJson;
import dev.attune.weights.FileSource;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tokens of a {@code tokenizer.json} that stand for no words, with their ids. */
public record SpecialTokens(Map<String, Long> ids) {
  /** Says which of them is for what. */
  public static final String SETTINGS = "tokenizer_config.json";

  /**
   * Reads them. The rest of the file, which is long, is skipped.
   *
   * @throws TokenizerException when the file is broken
   */
  public static SpecialTokens of(byte[] json) {
    Map<String, Long> ids = new HashMap<>();
    try (JsonParser parser = JsonMapper.shared().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new TokenizerException(TokenizerJson.FILE, "is not a JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean added = "added_tokens".equals(parser.currentName());
        parser.nextToken();
        if (added) {
          JsonNode tokens = parser.readValueAsTree();
          tokens.forEach(t -> ids.put(t.path("content").asString(""), t.path("id").asLong()));
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new TokenizerException(TokenizerJson.FILE, "is not JSON, or truncated", e);
    }
    return new SpecialTokens(ids);
  }

  /**
   * A token's id.
   *
   * @throws TokenizerException when it is missing
   */
  public long id(String token) {
    Long id = ids.get(token);
    if (id == null) {
      throw new TokenizerException(TokenizerJson.FILE, "lacks the special token " + token);
    }
    return id;
  }

  /**
   * A token that the settings name, such as {@code pad_token}.
   *
   * @param usual where they do not
   */
  public static String told(FileSource files, String field, String usual) {
    if (!files.has(SETTINGS)) {
      return usual;
    }
    JsonNode told = ConfigFile.read(files, SETTINGS).root().path(field);
    return told.isObject() ? told.path("content").asString(usual) : told.asString(usual);
  }
}
