package dev.attune.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.video.Dgl;
import dev.attune.encoder.video.DglConfig;
import dev.attune.encoder.video.DglForm;
import dev.attune.encoder.video.DglInit;
import dev.attune.encoder.video.DglPrompts;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.train.DglTrainingStep;
import java.util.Locale;

/**
 * DGL's videos, texts and training step at the size of the policy (ALGORITHMS 5). Call all of it on
 * one thread, which then owns the engine.
 */
public final class DglBench {
  private static final int FRAMES = 12;
  private static final int VIDEOS = 8;

  /** Tokens of a caption between start and end. */
  private static final int LEAST_WORDS = 6;

  private static final int MOST_WORDS = 15;
  private static final double LEARNING_RATE = 2e-3;
  private static final double WEIGHT_DECAY = 0.2;
  private static final VideoFeature FEATURE = VideoFeature.GLOBAL;

  private final BenchPlan plan;

  public DglBench(BenchPlan plan) {
    this.plan = plan;
  }

  /** Measures one form. */
  public BenchReport.Videos of(DglForm form) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = RandomClip.draw(plan.policy(), manager);
      DglConfig config = DglConfig.of(form, plan.policy(), FRAMES);
      Dgl dgl = new Dgl(clip, config, DglInit.draw(config, clip, 0, manager));
      int side = plan.policy().resolution();
      NDArray frames = manager.randomNormal(new Shape(VIDEOS * FRAMES, 3, side, side));
      NDArray videos = frames.reshape(VIDEOS, FRAMES, 3, side, side);
      long[][] texts = RandomClip.texts(plan.policy(), VIDEOS, 0, LEAST_WORDS, MOST_WORDS);
      double plain = best(() -> clip.imageFeatures(frames));
      double video = best(() -> dgl.video(videos, dgl.prompts(), FEATURE));
      ProcessMemory.resetPeak();
      double forward =
          best(
              () -> {
                DglPrompts prompts = dgl.prompts();
                dgl.video(videos, prompts, FEATURE);
                dgl.text(manager, texts, prompts);
              });
      Long forwardBytes = ProcessMemory.peak();
      ProcessMemory.resetPeak();
      double step;
      try (DglTrainingStep training = new DglTrainingStep(manager, dgl, FEATURE)) {
        step =
            best(
                () -> {
                  training.gradients(videos, texts);
                  training.move(LEARNING_RATE, WEIGHT_DECAY);
                });
      }
      return new BenchReport.Videos(
          form.name().toLowerCase(Locale.ROOT),
          VIDEOS,
          FRAMES,
          plain,
          video,
          video / plain,
          forward,
          step,
          forwardBytes,
          ProcessMemory.peak());
    }
  }

  private double best(Runnable work) {
    Timing.best(plan.timing().warmUp(), work);
    return Timing.best(plan.timing().images(), work);
  }
}
