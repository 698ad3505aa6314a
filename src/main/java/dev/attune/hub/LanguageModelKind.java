package dev.attune.hub;

import dev.attune.encoder.ModelFiles;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.text.BytePairs;
import dev.attune.text.TokenizerFiles;
import dev.attune.text.TokenizerJson;
import dev.attune.weights.WeightsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** A language model, with the configuration beside its weights. */
public record LanguageModelKind() implements ModelKind {
  @Override
  public String name() {
    return "language-model";
  }

  @Override
  public Set<String> fileNames() {
    return Set.of(LmCheckpoint.CONFIG, TokenizerJson.FILE, BytePairs.VOCAB, BytePairs.MERGES);
  }

  /**
   * Opens a language model; the caller closes it.
   *
   * @throws WeightsException when it cannot be used
   */
  static LmCheckpoint open(ModelFiles files) {
    byte[] config =
        files
            .find(LmCheckpoint.CONFIG)
            .orElseThrow(() -> new WeightsException(LmCheckpoint.CONFIG, "is missing"));
    try {
      return LmCheckpoint.open(files.open(), new ByteArrayInputStream(config));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can always be read", e);
    }
  }

  @Override
  public List<String> inspect(ModelFiles files) {
    try (LmCheckpoint checkpoint = open(files)) {
      checkpoint.check();
      TokenizerJson.checkIds(tokenizer(files), checkpoint.config().vocabSize());
    }
    return fileNames().stream().filter(files::has).sorted().toList();
  }

  @Override
  public byte[] tokenizer(ModelFiles files) {
    return TokenizerFiles.language(files);
  }
}
