package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.options.RewardSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoders of a run, by name.
 *
 * @param manager holds the models that are loaded, and their tokenisers
 */
public record Encoders(ModelCatalog catalog, NDManager manager) {

  /** Loads a model, anew each time: what one use tunes no other may see. */
  public Encoder load(String name) {
    return catalog.encoder(name, manager);
  }

  /**
   * Loads the judges of a reward, with their shares in the ensemble.
   *
   * @param make what becomes of each
   */
  public <J> List<J> judges(RewardSpec reward, JudgeMaker<J> make) {
    List<String> names = reward.models();
    List<Encoder> encoders = names.stream().map(this::load).toList();
    double[] weights = weights(reward, encoders);
    List<J> judges = new ArrayList<>();
    for (int j = 0; j < weights.length; j++) {
      judges.add(make.judge(names.get(j), encoders.get(j), weights[j]));
    }
    return judges;
  }

  /** Makes a judge of a loaded encoder. */
  public interface JudgeMaker<J> {
    J judge(String name, Encoder encoder, double weight);
  }

  private static double[] weights(RewardSpec reward, List<Encoder> judges) {
    if (reward.weights() == RewardSpec.Weights.MEAN || judges.size() == 1) {
      return JudgeWeights.equal(judges.size());
    }
    double[] confidences = new double[judges.size()];
    for (int i = 0; i < confidences.length; i++) {
      String name = reward.models().get(i);
      confidences[i] =
          judges
              .get(i)
              .architecture()
              .flatMap(JudgeWeights::confidence)
              .orElseThrow(
                  () ->
                      new TaskException(
                          "method.reward.weights: no confidence in %s's architecture is known; use mean"
                              .formatted(name)));
    }
    return JudgeWeights.rounded(confidences);
  }
}
