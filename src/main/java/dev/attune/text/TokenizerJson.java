package dev.attune.text;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.json.JsonMapper;

/** Parts from which the {@code tokenizer.json} of a byte-level tokeniser is composed. */
public final class TokenizerJson {
  /** The file's name. */
  public static final String FILE = "tokenizer.json";

  private TokenizerJson() {}

  /** A special token, which the text cannot contain. */
  public static Map<String, Object> added(String token, int id) {
    return Map.of(
        "id", id,
        "content", token,
        "single_word", false,
        "lstrip", false,
        "rstrip", false,
        "normalized", false,
        "special", true);
  }

  /**
   * Writes bytes as printable characters, and back.
   *
   * @param words whether the text is cut into words by GPT-2's pattern
   */
  public static Map<String, Object> byteLevel(boolean words) {
    return Map.of(
        "type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", words);
  }

  /**
   * The byte-pair encoding itself.
   *
   * @param unknown the token for what has none, or null
   * @param wordEnd what ends a word in the vocabulary
   */
  public static Map<String, Object> model(
      BytePairs pairs, @Nullable String unknown, String wordEnd) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "BPE");
    model.put("unk_token", unknown);
    model.put("continuing_subword_prefix", "");
    model.put("end_of_word_suffix", wordEnd);
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("vocab", pairs.vocabulary());
    model.put("merges", pairs.merges());
    return model;
  }

  /** The text of the file. */
  public static byte[] bytes(Map<String, Object> json) {
    return JsonMapper.shared().writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Checks that a model knows all ids of a tokeniser, which is read without being kept.
   *
   * @param json the text of the file
   * @param tokens how many the model knows
   * @return the highest of the ids
   * @throws TokenizerException when it does not, or the file is broken
   */
  public static long checkIds(byte[] json, int tokens) {
    long highest = 0;
    try (JsonParser parser = JsonMapper.shared().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new TokenizerException(FILE, "is not a JSON object");
      }
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        TokenStreamContext at = parser.streamReadContext();
        if (token == JsonToken.VALUE_NUMBER_INT && isId(at)) {
          highest = Math.max(highest, parser.getLongValue());
        } else if (token == JsonToken.START_ARRAY && isPiece(at)) {
          highest = Math.max(highest, at.getParent().getCurrentIndex());
        }
      }
    } catch (JacksonException e) {
      throw new TokenizerException(FILE, "is not JSON, or truncated", e);
    }
    if (highest >= tokens) {
      throw new TokenizerException(
          FILE,
          "has the token id %d, but the model knows %d tokens only".formatted(highest, tokens));
    }
    return highest;
  }

  /** Whether the parser stands at an entry of a unigram vocabulary, whose place is its id. */
  private static boolean isPiece(TokenStreamContext at) {
    TokenStreamContext list = at.getParent();
    return list.inArray() && "vocab".equals(list.getParent().currentName());
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
}
