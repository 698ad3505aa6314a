package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.encoder.clip.ClipTokenizer;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.gradient.JudgeWeights;
import dev.attune.method.gradient.RewardSpec;
import dev.attune.text.TextTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The CLIPs of a run and their tokenisers, by name.
 *
 * @param manager holds the models that are loaded
 */
record ClipModels(ModelCatalog catalog, NDManager manager) {

  /** Loads a model, anew each time: what one use tunes no other may see. */
  Clip load(String name) {
    try (ClipCheckpoint checkpoint = catalog.clip(name)) {
      return checkpoint.load(manager);
    }
  }

  /** The ids of texts, one row each. */
  long[][] tokens(String name, Clip clip, List<String> texts) {
    return withTokenizer(name, clip, tokenizer -> tokenizer.encodeAll(texts));
  }

  /** Lends a model's tokeniser. */
  <T> T withTokenizer(String name, Clip clip, Function<TextTokenizer, T> use) {
    try (TextTokenizer tokenizer = tokenizer(name, clip)) {
      return use.apply(tokenizer);
    }
  }

  /** Opens a model's tokeniser; the caller closes it. */
  TextTokenizer tokenizer(String name, Clip clip) {
    try (InputStream json = catalog.tokenizer(name)) {
      return ClipTokenizer.load(json, clip.config().contextLength());
    } catch (IOException e) {
      throw new TaskException("the tokeniser of %s cannot be read".formatted(name), e);
    }
  }

  /**
   * Loads the judges of a reward, with their shares in the ensemble.
   *
   * @param make what becomes of each
   */
  <J> List<J> judges(RewardSpec reward, JudgeMaker<J> make) {
    List<String> names = reward.models();
    List<Clip> clips = names.stream().map(this::load).toList();
    double[] weights = weights(reward, clips);
    List<J> judges = new ArrayList<>();
    for (int j = 0; j < weights.length; j++) {
      judges.add(make.judge(names.get(j), clips.get(j), weights[j]));
    }
    return judges;
  }

  /** Makes a judge of a loaded CLIP. */
  interface JudgeMaker<J> {
    J judge(String name, Clip clip, double weight);
  }

  private static double[] weights(RewardSpec reward, List<Clip> judges) {
    if (reward.weights() == RewardSpec.Weights.MEAN || judges.size() == 1) {
      return JudgeWeights.equal(judges.size());
    }
    double[] confidences = new double[judges.size()];
    for (int i = 0; i < confidences.length; i++) {
      String name = reward.models().get(i);
      confidences[i] =
          JudgeWeights.confidence(judges.get(i).config())
              .orElseThrow(
                  () ->
                      new TaskException(
                          "method.reward.weights: no confidence in %s's architecture is known; use mean"
                              .formatted(name)));
    }
    return JudgeWeights.rounded(confidences);
  }
}
