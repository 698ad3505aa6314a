package dev.attune.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.attune.encoder.video.Dgl;
import dev.attune.encoder.video.DglPrompts;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.method.gradient.AdamW;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.List;

/**
 * DGL's optimisation, one step after another (ALGORITHMS 5): symmetric InfoNCE over a batch, AdamW
 * with betas 0.9 and 0.98 on what learns. Letters: B pairs, T frames, R resolution.
 */
public final class DglTrainingStep implements AutoCloseable {
  private static final double EPS = 1e-6;
  private static final float BETA2 = 0.98f;

  private final Dgl dgl;
  private final VideoFeature feature;
  private final AdamW decaying;
  private final AdamW plain;

  /**
   * @param manager holds the optimiser's moments
   * @param feature that the loss compares with the texts
   */
  public DglTrainingStep(NDManager manager, Dgl dgl, VideoFeature feature) {
    this.dgl = dgl;
    this.feature = feature;
    List<Parameter> learning = dgl.parameters();
    learning.forEach(p -> p.array().setRequiresGradient(true));
    decaying = adamW(manager, learning, false);
    plain = adamW(manager, learning, true);
  }

  /** As in the reference, what is called a bias does not decay. */
  private static AdamW adamW(NDManager manager, List<Parameter> parameters, boolean bias) {
    return new AdamW(
        manager,
        parameters.stream().filter(p -> p.name().contains("bias") == bias).toList(),
        EPS,
        BETA2);
  }

  /**
   * Computes the gradients of a batch.
   *
   * @param videos (B, T, 3, R, R), preprocessed
   * @param tokens B rows of ids, each video's text
   * @return the loss
   */
  public double gradients(NDArray videos, long[][] tokens) {
    return Scopes.call(
        () -> {
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray loss = loss(videos, tokens);
            gradients.backward(loss);
            return (double) loss.getFloat();
          }
        });
  }

  private NDArray loss(NDArray videos, long[][] tokens) {
    DglPrompts prompts = dgl.prompts();
    NDArray texts = Nn.normalize(dgl.text(videos.getManager(), tokens, prompts));
    NDArray seen = Nn.normalize(dgl.video(videos, prompts, feature));
    return Contrast.loss(Nn.scale(texts.matMul(seen.transpose()), dgl.scale()));
  }

  /** Moves what learns by its gradients, which are cleared. */
  public void move(double learningRate, double weightDecay) {
    decaying.step(learningRate, weightDecay);
    plain.step(learningRate, 0);
  }

  /** With their moments, for a checkpoint. */
  List<AdamW> optimizers() {
    return List.of(decaying, plain);
  }

  @Override
  public void close() {
    decaying.close();
    plain.close();
  }
}
