package dev.attune.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokeniser among a model's files, as the text of a {@code tokenizer.json}. Where there is only
 * a vocabulary with its merges, or OpenAI's file of merges, one is composed.
 */
public final class TokenizerFiles {
  private static final String JSON = "tokenizer.json";
  private static final String VOCAB = "vocab.json";
  private static final String MERGES = "merges.txt";
  private static final String OPENAI = "bpe_simple_vocab_16e6.txt.gz";
  private static final long MAX_BYTES = 64 << 20;

  /** How CLIP cuts a text into words. */
  private static final String CLIP_WORDS =
      "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]"
          + "|[^\\s\\p{L}\\p{N}]+";

  /** The special tokens of GPT-2 and of OPT. */
  private static final List<String> LANGUAGE_SPECIALS =
      List.of("<s>", "<pad>", "</s>", "<unk>", BytePairs.END, "<mask>");

  private TokenizerFiles() {}

  /**
   * A CLIP's tokeniser, for {@link TextTokenizer#load}.
   *
   * @param folder with {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt}, or
   *     {@code bpe_simple_vocab_16e6.txt.gz}; the first of these that is there is taken
   * @throws TokenizerException when there is none, or it is broken
   */
  public static byte[] clip(Path folder) {
    if (Files.exists(folder.resolve(JSON))) {
      return read(folder.resolve(JSON));
    }
    if (Files.exists(folder.resolve(VOCAB)) && Files.exists(folder.resolve(MERGES))) {
      return composeClip(BytePairs.read(folder.resolve(VOCAB), folder.resolve(MERGES)));
    }
    if (Files.exists(folder.resolve(OPENAI))) {
      return composeClip(BytePairs.readOpenAi(folder.resolve(OPENAI)));
    }
    throw new TokenizerException(
        String.valueOf(folder.getFileName()),
        "holds no tokeniser: %s, %s with %s, or %s".formatted(JSON, VOCAB, MERGES, OPENAI));
  }

  /**
   * The tokeniser of a GPT-2 or an OPT, for {@link LanguageTokenizer#load}.
   *
   * @param folder with {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt}
   * @throws TokenizerException when there is none, or it is broken
   */
  public static byte[] language(Path folder) {
    if (Files.exists(folder.resolve(JSON))) {
      return read(folder.resolve(JSON));
    }
    if (Files.exists(folder.resolve(VOCAB)) && Files.exists(folder.resolve(MERGES))) {
      return composeLanguage(BytePairs.read(folder.resolve(VOCAB), folder.resolve(MERGES)));
    }
    throw new TokenizerException(
        String.valueOf(folder.getFileName()),
        "holds no tokeniser: %s, or %s with %s".formatted(JSON, VOCAB, MERGES));
  }

  private static byte[] read(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new TokenizerException(name, "is too large for a tokeniser");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new TokenizerException(name, "cannot be read", e);
    }
  }

  private static byte[] composeClip(BytePairs pairs) {
    int start = special(pairs, BytePairs.START);
    int end = special(pairs, BytePairs.END);
    if (pairs.vocabulary().values().stream().anyMatch(id -> id > end)) {
      throw new TokenizerException(
          pairs.file(),
          BytePairs.END + " should have the highest id, by which a text's end is found");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("added_tokens", List.of(added(BytePairs.START, start), added(BytePairs.END, end)));
    json.put(
        "normalizer",
        Map.of(
            "type",
            "Sequence",
            "normalizers",
            List.of(
                Map.of("type", "NFC"),
                Map.of("type", "Replace", "pattern", Map.of("Regex", "\\s+"), "content", " "),
                Map.of("type", "Lowercase"))));
    json.put(
        "pre_tokenizer",
        Map.of(
            "type",
            "Sequence",
            "pretokenizers",
            List.of(
                Map.of(
                    "type",
                    "Split",
                    "pattern",
                    Map.of("Regex", CLIP_WORDS),
                    "behavior",
                    "Removed",
                    "invert",
                    true),
                byteLevel(false))));
    json.put(
        "post_processor",
        Map.of(
            "type",
            "RobertaProcessing",
            "cls",
            List.of(BytePairs.START, start),
            "sep",
            List.of(BytePairs.END, end),
            "trim_offsets",
            false,
            "add_prefix_space",
            false));
    json.put("decoder", byteLevel(true));
    json.put("model", model(pairs, BytePairs.END, BytePairs.WORD_END));
    return bytes(json);
  }

  private static byte[] composeLanguage(BytePairs pairs) {
    List<Object> specials = new ArrayList<>();
    for (String token : LANGUAGE_SPECIALS) {
      Integer id = pairs.vocabulary().get(token);
      if (id != null) {
        specials.add(added(token, id));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("added_tokens", specials);
    json.put("pre_tokenizer", byteLevel(true));
    json.put("decoder", byteLevel(true));
    json.put("model", model(pairs, null, ""));
    return bytes(json);
  }

  private static int special(BytePairs pairs, String token) {
    Integer id = pairs.vocabulary().get(token);
    if (id == null) {
      throw new TokenizerException(pairs.file(), "lacks the token " + token);
    }
    return id;
  }

  private static Map<String, Object> added(String token, int id) {
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
   * @param words whether the text is cut into words by GPT-2's pattern
   */
  private static Map<String, Object> byteLevel(boolean words) {
    return Map.of(
        "type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", words);
  }

  private static Map<String, Object> model(
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

  private static byte[] bytes(Map<String, Object> json) {
    return JsonMapper.shared().writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
  }
}
