package dev.attune.method.gradient;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.attune.caption.Captioner;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.model.lm.TokenRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Adapts a captioner to one picture at a time (RLCF captioning; Zhao et al. 2024, arXiv 2305.18010,
 * section 4.3; ALGORITHMS 4, Captioning): a beam search samples captions, judges reward them, the
 * mapping network learns to prefer the better ones; then it answers, and is put back.
 */
public final class CaptionAdapter implements AutoCloseable {
  private static final double EPS = 1e-6;

  private final Captioner captioner;
  private final List<CaptionJudge> judges;
  private final CaptionMethod method;
  private final List<Parameter> parameters;
  private final List<NDArray> starts;
  private final @Nullable Momentum momentum;
  private final NDManager manager;

  /**
   * Makes an adapter for the thread it is made on.
   *
   * @param manager parent of what the adapter keeps
   * @param judges at least one, unless there are no steps
   */
  public CaptionAdapter(
      NDManager manager, Captioner captioner, List<CaptionJudge> judges, CaptionMethod method) {
    if (judges.isEmpty() && method.steps() > 0) {
      throw new IllegalArgumentException("captions need a judge to be rewarded");
    }
    Nn.recordOnlyWhenAsked();
    this.captioner = captioner;
    this.judges = List.copyOf(judges);
    this.method = method;
    this.manager = manager.newSubManager();
    parameters = captioner.mapping().parameters();
    parameters.forEach(p -> p.array().setRequiresGradient(true));
    starts = Snapshot.of(this.manager, parameters);
    MomentumSpec across = method.momentum();
    momentum = across == null ? null : new Momentum(this.manager, across, parameters, starts);
  }

  /** What the run learns across its pictures; empty when it does not. */
  public Optional<Momentum> momentum() {
    return Optional.ofNullable(momentum);
  }

  /**
   * Adapts to one picture.
   *
   * @param image (1, 3, R, R), preprocessed for the captioner's CLIP
   * @throws CancellationException when the listener wants no more; nothing was learnt then
   */
  public CaptionAdaptation adapt(NDArray image, CaptionListener listener) {
    CaptionAdaptation[] result = new CaptionAdaptation[1];
    Scopes.run(() -> result[0] = run(image, listener));
    return result[0];
  }

  private CaptionAdaptation run(NDArray image, CaptionListener listener) {
    NDArray embedding = captioner.clip().imageFeatures(image);
    String before = unadapted(embedding);
    listener.onStart(before);
    if (method.steps() == 0) {
      return new CaptionAdaptation(before, before, List.of());
    }
    List<CaptionAdaptation.Step> steps = new ArrayList<>();
    try (AdamW optimizer = new AdamW(manager, parameters, EPS)) {
      CaptionRewards rewards = new CaptionRewards(judges, image, method.reward());
      for (int s = 0; s < method.steps(); s++) {
        checkWanted(listener);
        CaptionAdaptation.Step step = step(s, embedding, rewards, optimizer, listener);
        steps.add(step);
        listener.onStep(s, step);
      }
      checkWanted(listener);
      String after = answer(embedding);
      if (momentum != null) {
        momentum.update();
      }
      return new CaptionAdaptation(before, after, steps);
    } finally {
      Snapshot.restore(starts, parameters);
    }
  }

  private static void checkWanted(CaptionListener listener) {
    if (!listener.isWanted()) {
      throw new CancellationException("the caption is not wanted any more");
    }
  }

  private CaptionAdaptation.Step step(
      int number,
      NDArray embedding,
      CaptionRewards judged,
      AdamW optimizer,
      CaptionListener listener) {
    CaptionAdaptation.Step[] step = new CaptionAdaptation.Step[1];
    Scopes.run(
        () -> {
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray prefix = captioner.mapping().prefix(embedding);
            List<String> captions = sample(prefix.stopGradient());
            float[] scores = judged.scores(captions);
            float[] rewards = judged.rewards(scores);
            List<long[]> tokens = captions.stream().map(captioner.text()::encode).toList();
            TokenRows rows = new TokenRows(tokens, captioner.text().paddingToken());
            NDArray loss =
                CaptionLoss.of(captioner.lm(), prefix, rows, rewards, method.maskPadding());
            gradients.backward(loss);
            listener.onGradients(number);
            step[0] =
                new CaptionAdaptation.Step(loss.getFloat(), candidates(captions, scores, rewards));
          }
          optimizer.step(method.learningRate(), method.weightDecay());
        });
    return step[0];
  }

  /** The K captions of K beams. */
  private List<String> sample(NDArray prefix) {
    return captioner.captions(prefix.squeeze(0), method.sampleK(), method.sampleK());
  }

  private static List<CaptionAdaptation.Candidate> candidates(
      List<String> captions, float[] scores, float[] rewards) {
    List<CaptionAdaptation.Candidate> candidates = new ArrayList<>();
    for (int k = 0; k < scores.length; k++) {
      candidates.add(new CaptionAdaptation.Candidate(captions.get(k), scores[k], rewards[k]));
    }
    return candidates;
  }

  /** The answer of the model that no picture has changed. */
  private String unadapted(NDArray embedding) {
    if (momentum == null || !momentum.moved()) {
      return answer(embedding);
    }
    Snapshot.restore(momentum.originals(), parameters);
    try {
      return answer(embedding);
    } finally {
      Snapshot.restore(starts, parameters);
    }
  }

  /** The best caption of the mapping network as it is now, lower-cased. */
  private String answer(NDArray embedding) {
    NDArray prefix = captioner.mapping().prefix(embedding).squeeze(0);
    return captioner.captions(prefix, method.answerBeams(), 1).get(0).toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    manager.close();
  }
}
