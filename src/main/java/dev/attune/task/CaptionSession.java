package dev.attune.task;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.caption.Captioner;
import dev.attune.encoder.clip.ClipPreprocess;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.gradient.CaptionAdaptation;
import dev.attune.method.gradient.CaptionAdapter;
import dev.attune.method.gradient.CaptionJudge;
import dev.attune.method.gradient.CaptionListener;
import dev.attune.method.gradient.CaptionMethod;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.Momentum;
import dev.attune.model.Nn;
import dev.attune.model.caption.LanguageText;
import dev.attune.model.lm.CausalLm;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A captioner with its judges, loaded and ready to caption and to adapt to pictures, from a data
 * set or from anywhere. Use it on one thread, the engine's.
 */
public final class CaptionSession implements AutoCloseable {
  /** The papers' search for the caption before and after. */
  private static final int ANSWER_BEAMS = 5;

  private final NDManager manager;
  private final List<AutoCloseable> tokenizers = new ArrayList<>();
  private final CaptionAdapter adapter;
  private final int resolution;

  /**
   * Loads the models.
   *
   * @param captioner name of a model of that kind
   * @param method whose reward names the judges
   * @param parent of what the session keeps
   * @throws TaskException when a model is missing, broken, or does not fit the others
   */
  public CaptionSession(
      ModelCatalog models, String captioner, MethodSpec method, NDManager parent) {
    manager = parent.newSubManager();
    try {
      ClipModels clips = new ClipModels(models, manager);
      Captioner loaded = captioner(new CaptionerModels(clips), captioner);
      resolution = loaded.clip().resolution();
      adapter = new CaptionAdapter(manager, loaded, judges(clips, method), captions(method));
    } catch (RuntimeException e) {
      close(tokenizers);
      manager.close();
      throw e;
    }
  }

  private Captioner captioner(CaptionerModels models, String name) {
    String languageModel = models.parts(name).languageModel();
    CausalLm lm = models.languageModel(languageModel);
    LanguageText text = models.text(languageModel, lm);
    tokenizers.add(text);
    return models.load(name, lm, text);
  }

  private List<CaptionJudge> judges(ClipModels clips, MethodSpec method) {
    if (method.steps() == 0) {
      return List.of();
    }
    return clips.judges(
        method.reward(),
        (name, clip, weight) -> {
          TextTokenizer tokenizer = clips.tokenizer(name, clip);
          tokenizers.add(tokenizer);
          return new CaptionJudge(clip, tokenizer::encode, weight);
        });
  }

  private static CaptionMethod captions(MethodSpec m) {
    return new CaptionMethod(
        m.steps(),
        m.learningRate(),
        m.weightDecay(),
        m.sampleK(),
        ANSWER_BEAMS,
        m.maskPadding(),
        m.reward(),
        m.momentum());
  }

  /** What is learnt across the pictures; empty when nothing is. */
  Optional<Momentum> momentum() {
    return adapter.momentum();
  }

  /**
   * Captions a picture, adapts to it, and captions it again.
   *
   * @throws java.util.concurrent.CancellationException when the listener wants no more
   */
  public CaptionAdaptation adapt(RgbImage picture, CaptionListener listener) {
    float[] pixels = ClipPreprocess.of(picture, resolution);
    try (NDManager scope = manager.newSubManager()) {
      return adapter.adapt(
          Nn.fromHost(scope, pixels, new Shape(1, 3, resolution, resolution)), listener);
    }
  }

  @Override
  public void close() {
    adapter.close();
    close(tokenizers);
    manager.close();
  }

  private static void close(List<AutoCloseable> all) {
    for (AutoCloseable one : all) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException("a tokeniser cannot be closed", e);
      }
    }
  }
}
