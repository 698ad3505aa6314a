package dev.attune.task.captioning;

import dev.attune.caption.Captioner;
import dev.attune.encoder.Encoder;
import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ModelInfo;
import dev.attune.model.caption.LanguageText;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.Encoders;
import dev.attune.task.TaskException;
import dev.attune.text.LanguageTokenizer;
import dev.attune.text.TokenizerException;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;

/** Captioners and their language models, by name; messages name the model at fault. */
public record CaptionerModels(Encoders encoders) {
  /** The papers' captions have at most so many tokens. */
  private static final int MAX_NEW_TOKENS = 50;

  /** The models that a captioner's card names. */
  public CaptionerParts parts(String name) {
    return encoders
        .catalog()
        .find(name)
        .map(ModelInfo::captioner)
        .orElseThrow(() -> new TaskException("model: %s is not a captioner".formatted(name)));
  }

  /**
   * Loads a captioner with the CLIP and the language model that its card names.
   *
   * @param text of the language model, see {@link #text}
   * @throws TaskException when a part is missing, broken, or does not fit the others
   */
  public Captioner load(String name, CausalLm lm, LanguageText text) {
    try (TensorSource weights = encoders.catalog().weights(name)) {
      MappingNetwork mapping =
          MappingNetwork.load(weights, lm.config().embedding(), encoders.manager());
      Encoder encoder = encoders.load(parts(name).clip());
      return new Captioner(encoder, mapping, lm, text, MAX_NEW_TOKENS);
    } catch (WeightsException | IllegalArgumentException | UnknownNameException e) {
      throw new TaskException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Loads a language model. */
  public CausalLm languageModel(String name) {
    try (LmCheckpoint checkpoint = encoders.catalog().languageModel(name)) {
      return checkpoint.load(encoders.manager());
    }
  }

  /** The way to a language model's tokens; the caller closes it. */
  public LanguageText text(String name, CausalLm lm) {
    try (InputStream json = encoders.catalog().tokenizer(name)) {
      return new LanguageText(LanguageTokenizer.load(json), lm.config().family());
    } catch (IOException | TokenizerException e) {
      throw new TaskException(
          "the tokeniser of %s cannot be used: %s".formatted(name, e.getMessage()), e);
    }
  }
}
