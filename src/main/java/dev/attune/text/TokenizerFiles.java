package dev.attune.text;

import dev.attune.weights.FileSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokeniser among a language model's files, as the text of a {@code tokenizer.json}. Where
 * there is only a vocabulary with its merges, one is composed.
 */
public final class TokenizerFiles {
  /** The special tokens of GPT-2 and of OPT. */
  private static final List<String> LANGUAGE_SPECIALS =
      List.of("<s>", "<pad>", "</s>", "<unk>", "<|endoftext|>", "<mask>");

  private TokenizerFiles() {}

  /**
   * The tokeniser of a GPT-2 or an OPT, for {@link LanguageTokenizer#load}.
   *
   * @param files with {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt}
   * @throws TokenizerException when there is none, or it is broken
   */
  public static byte[] language(FileSource files) {
    Optional<byte[]> json = files.find(TokenizerJson.FILE);
    return json.orElseGet(
        () ->
            BytePairs.read(files)
                .map(TokenizerFiles::compose)
                .orElseThrow(
                    () ->
                        new TokenizerException(
                            "the folder",
                            "holds no tokeniser: %s, or %s with %s"
                                .formatted(
                                    TokenizerJson.FILE, BytePairs.VOCAB, BytePairs.MERGES))));
  }

  private static byte[] compose(BytePairs pairs) {
    List<Object> specials = new ArrayList<>();
    for (String token : LANGUAGE_SPECIALS) {
      Integer id = pairs.vocabulary().get(token);
      if (id != null) {
        specials.add(TokenizerJson.added(token, id));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("added_tokens", specials);
    json.put("pre_tokenizer", TokenizerJson.byteLevel(true));
    json.put("decoder", TokenizerJson.byteLevel(true));
    json.put("model", TokenizerJson.model(pairs, null, ""));
    return TokenizerJson.bytes(json);
  }
}
