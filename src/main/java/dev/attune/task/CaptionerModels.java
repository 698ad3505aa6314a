package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ModelCatalog;
import dev.attune.model.caption.Captioner;
import dev.attune.model.caption.LanguageText;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.clip.Clip;
import dev.attune.model.clip.ClipCheckpoint;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.model.weights.TensorSource;
import dev.attune.model.weights.WeightsException;
import dev.attune.text.LanguageTokenizer;
import dev.attune.text.TextTokenizer;
import dev.attune.text.TokenizerException;
import java.io.IOException;
import java.io.InputStream;

/** Loads captioners and their parts from the catalogue; messages name the model at fault. */
public final class CaptionerModels {
  /** The papers' captions have at most so many tokens. */
  private static final int MAX_NEW_TOKENS = 50;

  private final ModelCatalog models;

  public CaptionerModels(ModelCatalog models) {
    this.models = models;
  }

  /**
   * Loads a captioner with the CLIP and the language model that its card names.
   *
   * @param manager owns all tensors
   * @return the captioner, whose text is to be closed
   * @throws TaskException when a part is missing, broken, or does not fit the others
   */
  public Loaded load(String name, NDManager manager) {
    CaptionerParts parts = parts(name);
    CausalLm lm = languageModel(parts.languageModel(), manager);
    LanguageText text = text(parts.languageModel(), lm);
    try (TensorSource weights = models.weights(name)) {
      MappingNetwork mapping = MappingNetwork.load(weights, lm.config().width(), manager);
      Clip clip = clip(parts.clip(), manager);
      return new Loaded(new Captioner(clip, mapping, lm, text, MAX_NEW_TOKENS), text);
    } catch (WeightsException | IllegalArgumentException e) {
      text.close();
      throw new TaskException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private CaptionerParts parts(String name) {
    return models
        .find(name)
        .map(m -> m.captioner())
        .orElseThrow(() -> new TaskException("model: %s is not a captioner".formatted(name)));
  }

  /** Loads a CLIP. */
  Clip clip(String name, NDManager manager) {
    try (ClipCheckpoint checkpoint = models.clip(name)) {
      return checkpoint.load(manager);
    }
  }

  /** Opens a CLIP's tokeniser; the caller closes it. */
  TextTokenizer tokenizer(String name, Clip clip) {
    try (InputStream json = models.tokenizer(name)) {
      return TextTokenizer.load(json, clip.config().contextLength());
    } catch (IOException e) {
      throw new TaskException("the tokeniser of %s cannot be read".formatted(name), e);
    }
  }

  /** Loads a language model. */
  CausalLm languageModel(String name, NDManager manager) {
    try (LmCheckpoint checkpoint = models.languageModel(name)) {
      return checkpoint.load(manager);
    }
  }

  /** The way to a language model's tokens; the caller closes it. */
  LanguageText text(String name, CausalLm lm) {
    try (InputStream json = models.tokenizer(name)) {
      return new LanguageText(LanguageTokenizer.load(json), lm.config().family());
    } catch (IOException | TokenizerException e) {
      throw new TaskException("the tokeniser of %s cannot be used: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** A captioner, and its text once more, to close. */
  public record Loaded(Captioner captioner, LanguageText text) implements AutoCloseable {
    @Override
    public void close() {
      text.close();
    }
  }
}
