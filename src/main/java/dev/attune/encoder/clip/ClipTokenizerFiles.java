package dev.attune.encoder.clip;

import dev.attune.text.BytePairs;
import dev.attune.text.TokenizerException;
import dev.attune.text.TokenizerJson;
import dev.attune.weights.FileSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The tokeniser among a CLIP's files, as the text of a {@code tokenizer.json}. Where there is only
 * a vocabulary with its merges, or OpenAI's file of merges, one is composed.
 */
public final class ClipTokenizerFiles {
  static final String OPENAI = "bpe_simple_vocab_16e6.txt.gz";

  /** All that may be read. */
  static final List<String> ALL =
      List.of(TokenizerJson.FILE, BytePairs.VOCAB, BytePairs.MERGES, OPENAI);

  /** Merges that CLIP uses of the many in OpenAI's file: what 49152 tokens leave room for. */
  private static final int OPENAI_MERGES = 49152 - 256 - 2;

  private static final String WORD_END = "</w>";
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";

  /** How CLIP cuts a text into words. */
  private static final String WORDS =
      "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]"
          + "|[^\\s\\p{L}\\p{N}]+";

  private ClipTokenizerFiles() {}

  /**
   * A CLIP's tokeniser, for {@link ClipTokenizer#load}.
   *
   * @param files with {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt}, or
   *     {@code bpe_simple_vocab_16e6.txt.gz}; the first of these that is there is taken
   * @throws TokenizerException when there is none, or it is broken
   */
  public static byte[] json(FileSource files) {
    return files
        .find(TokenizerJson.FILE)
        .or(() -> BytePairs.read(files).map(ClipTokenizerFiles::compose))
        .or(
            () ->
                files.find(OPENAI).map(ClipTokenizerFiles::openAi).map(ClipTokenizerFiles::compose))
        .orElseThrow(
            () ->
                new TokenizerException(
                    "the folder",
                    "holds no tokeniser: %s, %s with %s, or %s"
                        .formatted(TokenizerJson.FILE, BytePairs.VOCAB, BytePairs.MERGES, OPENAI)));
  }

  /** Which of the files {@link #json} reads. */
  static List<String> names(FileSource files) {
    if (files.has(TokenizerJson.FILE)) {
      return List.of(TokenizerJson.FILE);
    }
    List<String> pair = List.of(BytePairs.VOCAB, BytePairs.MERGES);
    return pair.stream().allMatch(files::has) ? pair : List.of(OPENAI);
  }

  /**
   * Reads OpenAI's file; its ids are the 256 bytes, the bytes at a word's end, the merges in order,
   * and the two special tokens.
   */
  private static BytePairs openAi(byte[] gzip) {
    try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      List<String> merges = BytePairs.merges(OPENAI, stream, OPENAI_MERGES);
      List<String> tokens = new ArrayList<>(BytePairs.alphabet());
      BytePairs.alphabet().forEach(c -> tokens.add(c + WORD_END));
      merges.forEach(m -> tokens.add(m.replace(" ", "")));
      tokens.add(START);
      tokens.add(END);
      Map<String, Integer> vocabulary = new LinkedHashMap<>();
      for (String token : tokens) {
        if (vocabulary.put(token, vocabulary.size()) != null) {
          throw new TokenizerException(OPENAI, "makes the token '%s' twice".formatted(token));
        }
      }
      BytePairs pairs = new BytePairs(OPENAI, vocabulary, merges);
      pairs.checkMerges(OPENAI);
      return pairs;
    } catch (IOException e) {
      throw new TokenizerException(OPENAI, "cannot be read as gzip", e);
    }
  }

  private static byte[] compose(BytePairs pairs) {
    int start = special(pairs, START);
    int end = special(pairs, END);
    if (pairs.vocabulary().values().stream().anyMatch(id -> id > end)) {
      throw new TokenizerException(
          pairs.file(), END + " should have the highest id, by which a text's end is found");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put(
        "added_tokens", List.of(TokenizerJson.added(START, start), TokenizerJson.added(END, end)));
    json.put(
        "normalizer",
        sequence(
            "normalizers",
            Map.of("type", "NFC"),
            Map.of("type", "Replace", "pattern", Map.of("Regex", "\\s+"), "content", " "),
            Map.of("type", "Lowercase")));
    Map<String, Object> words =
        Map.of(
            "type",
            "Split",
            "pattern",
            Map.of("Regex", WORDS),
            "behavior",
            "Removed",
            "invert",
            true);
    json.put("pre_tokenizer", sequence("pretokenizers", words, TokenizerJson.byteLevel(false)));
    json.put(
        "post_processor",
        Map.of(
            "type",
            "RobertaProcessing",
            "cls",
            List.of(START, start),
            "sep",
            List.of(END, end),
            "trim_offsets",
            false,
            "add_prefix_space",
            false));
    json.put("decoder", TokenizerJson.byteLevel(true));
    json.put("model", TokenizerJson.model(pairs, END, WORD_END));
    return TokenizerJson.bytes(json);
  }

  @SafeVarargs
  private static Map<String, Object> sequence(String name, Map<String, ?>... steps) {
    return Map.of("type", "Sequence", name, List.of(steps));
  }

  private static int special(BytePairs pairs, String token) {
    Integer id = pairs.vocabulary().get(token);
    if (id == null) {
      throw new TokenizerException(pairs.file(), "lacks the token " + token);
    }
    return id;
  }
}
