package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import dev.attune.model.Scopes;
import java.util.List;

/** What the judges think of captions for one picture. */
final class CaptionRewards {
  private final List<CaptionJudge> judges;
  private final List<NDArray> imageFeatures;
  private final RewardSpec spec;

  /**
   * @param image (1, 3, R, R), preprocessed for the policy
   */
  CaptionRewards(List<CaptionJudge> judges, NDArray image, RewardSpec spec) {
    this.judges = judges;
    this.imageFeatures = judges.stream().map(j -> j.imageFeatures(image)).toList();
    this.spec = spec;
  }

  /** The judges' weighted CLIPScores. */
  float[] scores(List<String> captions) {
    float[] sum = new float[captions.size()];
    Scopes.run(
        () -> {
          for (int j = 0; j < judges.size(); j++) {
            CaptionJudge judge = judges.get(j);
            float[] scores = judge.scores(imageFeatures.get(j), captions).toFloatArray();
            for (int k = 0; k < sum.length; k++) {
              sum[k] += (float) judge.weight() * scores[k];
            }
          }
        });
    return sum;
  }

  /** The rewards of scores. */
  float[] rewards(float[] scores) {
    return RewardProcessing.apply(scores, scores.length, spec);
  }
}
