package dev.attune.encoder.siglip;

import dev.attune.encoder.clip.SpecialTokens;
import dev.attune.text.SentencePieces;
import dev.attune.text.TokenizerException;
import dev.attune.text.TokenizerJson;
import dev.attune.weights.FileSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * A SigLIP's tokeniser as it is stored.
 *
 * @param json the text of a {@code tokenizer.json}
 * @param gemma whether it is SigLIP 2's, else it is T5's or mT5's
 * @param end id of the end token
 * @param padding id of what follows it
 */
record TokenizerFile(byte[] json, boolean gemma, long end, long padding) {
  /**
   * Reads a {@code tokenizer.json}, or composes one of a {@code spiece.model}.
   *
   * @throws TokenizerException when there is none, or it lacks the end token
   */
  static TokenizerFile read(FileSource files) {
    byte[] json = json(files);
    SpecialTokens special = SpecialTokens.of(json);
    boolean gemma = !special.ids().containsKey("</s>");
    String padding = SpecialTokens.told(files, "pad_token", gemma ? "<pad>" : "</s>");
    return new TokenizerFile(
        json, gemma, special.id(gemma ? "<eos>" : "</s>"), special.id(padding));
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
    return Stream.of(own, SpecialTokens.SETTINGS).filter(files::has).toList();
  }
}
