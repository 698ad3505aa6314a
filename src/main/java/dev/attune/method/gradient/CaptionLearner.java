package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import dev.attune.method.Answer;
import dev.attune.method.Captioning;
import dev.attune.method.Captioning.CaptionJudge;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.options.Views;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tunes a captioner's mapping network (RLCF captioning; Zhao et al. 2024, arXiv 2305.18010, section
 * 4.3; ALGORITHMS 4, Captioning): a beam search samples captions, judges reward them, the network
 * learns to prefer the better ones.
 */
final class CaptionLearner implements Learner {
  private final Captioning captioner;
  private final List<CaptionJudge> judges;
  private final Gradient.CaptionSteps options;
  private final List<Parameter> parameters;

  CaptionLearner(
      Captioning captioner, List<? extends CaptionJudge> judges, Gradient.CaptionSteps options) {
    this.captioner = captioner;
    this.judges = List.copyOf(judges);
    this.options = options;
    parameters = captioner.mapping();
    parameters.forEach(p -> p.array().setRequiresGradient(true));
  }

  @Override
  public List<Parameter> state() {
    return parameters;
  }

  @Override
  public Answer answer(Query query) {
    return answer(captioner.embed(query.rows(Views.PLAIN)));
  }

  /** The best caption of the mapping network as it is now, lower-cased. */
  private Answer answer(NDArray embedding) {
    NDArray prefix = captioner.prefix(embedding).squeeze(0);
    String caption = captioner.captions(prefix, options.answerBeams(), 1).get(0);
    return new Answer.Caption(caption.toLowerCase(Locale.ROOT));
  }

  @Override
  public Episode begin(Query query) {
    return new Captions(query.rows(Views.PLAIN));
  }

  private final class Captions implements Episode {
    private final NDArray embedding;
    private final List<NDArray> judged;

    Captions(NDArray image) {
      embedding = captioner.embed(image);
      judged = judges.stream().map(j -> j.imageFeatures(image)).toList();
    }

    @Override
    public Answer before() {
      return CaptionLearner.this.answer(embedding);
    }

    @Override
    public List<Parameter> trainable() {
      return parameters;
    }

    @Override
    public boolean chosen() {
      return true;
    }

    @Override
    public Descent.Loss loss() {
      NDArray prefix = captioner.prefix(embedding);
      int k = options.sampleK();
      List<String> captions = captioner.captions(prefix.stopGradient().squeeze(0), k, k);
      float[] scores = scores(captions);
      float[] rewards = RewardProcessing.apply(scores, scores.length, options.reward());
      NDArray loss = captioner.loss(prefix, captions, rewards, options.maskPadding());
      List<Step.Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < scores.length; i++) {
        candidates.add(new Step.Candidate(-1, captions.get(i), scores[i], rewards[i]));
      }
      return new Descent.Loss(loss, prefix, List.of(candidates));
    }

    /** The judges' weighted CLIPScores. */
    private float[] scores(List<String> captions) {
      float[] sum = new float[captions.size()];
      Scopes.run(
          () -> {
            for (int j = 0; j < judges.size(); j++) {
              CaptionJudge judge = judges.get(j);
              float[] scores = judge.scores(judged.get(j), captions).toFloatArray();
              for (int k = 0; k < sum.length; k++) {
                sum[k] += (float) judge.weight() * scores[k];
              }
            }
          });
      return sum;
    }

    @Override
    public Answer answer() {
      return CaptionLearner.this.answer(embedding);
    }

    @Override
    public void settle() {}

    @Override
    public List<Integer> viewsKept() {
      return List.of();
    }
  }
}
