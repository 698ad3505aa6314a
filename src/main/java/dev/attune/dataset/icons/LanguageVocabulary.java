package dev.attune.dataset.icons;

import java.util.List;
import java.util.Map;

/**
 * The words of {@link Vocabulary} as the built-in language model counts them: OPT's special tokens
 * with OPT's ids, a newline, then the words.
 */
public final class LanguageVocabulary {
  private static final String UNKNOWN = "<unk>";
  private static final List<String> SPECIAL = List.of("<s>", "<pad>", "</s>", UNKNOWN, "\n");
  private static final Map<String, Integer> IDS = Vocabulary.numbered(SPECIAL, List.of());

  private LanguageVocabulary() {}

  /** Every token with its id, in the order of the ids, which run from 0 without gaps. */
  public static Map<String, Integer> ids() {
    return IDS;
  }

  /**
   * The tokeniser as a {@code tokenizer.json} of Hugging Face's tokenizers: lower case, one token a
   * word or punctuation mark, nothing added; its decoder puts no blank before punctuation.
   */
  public static String tokenizerJson() {
    return """
        {
          "version": "1.0",
          "truncation": null,
          "padding": null,
          "added_tokens": [
        %s
          ],
          "normalizer": {"type": "Lowercase"},
          "pre_tokenizer": {"type": "BertPreTokenizer"},
          "post_processor": null,
          "decoder": {
            "type": "Sequence",
            "decoders": [
              {"type": "WordPiece", "prefix": "##", "cleanup": true},
              {"type": "Replace", "pattern": {"String": " :"}, "content": ":"}
            ]
          },
          "model": {
            "type": "WordLevel",
            "unk_token": "%s",
            "vocab": {
        %s
            }
          }
        }
        """
        .formatted(Vocabulary.added(IDS, SPECIAL), UNKNOWN, Vocabulary.vocabulary(IDS));
  }
}
