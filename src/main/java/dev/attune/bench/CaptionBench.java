package dev.attune.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.caption.Captioner;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Captioning.CaptionJudge;
import dev.attune.method.Listener;
import dev.attune.method.Subject;
import dev.attune.method.rlcf.RlcfCaption;
import dev.attune.model.caption.MappingConfig;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.caption.MappingType;
import dev.attune.model.lm.BeamSearch;
import dev.attune.model.lm.CachedSequences;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.Decoding;
import dev.attune.model.lm.LmConfig;
import dev.attune.model.lm.LmFamily;
import dev.attune.model.lm.RecomputedSequences;
import dev.attune.model.lm.RunningSequences;
import dev.attune.task.captioning.CaptionerSubject;
import java.util.List;
import java.util.function.Supplier;

/**
 * Captioning at the papers' size: a transformer that maps to 40 tokens, and OPT-125m (ALGORITHMS 4,
 * Captioning). Call all of it on one thread, which then owns the engine.
 */
public final class CaptionBench {
  /** OPT-125m (Zhang et al. 2022, table 1; its published configuration). */
  private static final LmConfig OPT_125M =
      new LmConfig(LmFamily.OPT, 50272, 768, 12, 12, 3072, 2048);

  private static final int PREFIX = 40;
  private static final int SAMPLE_K = new RlcfCaption().defaults().sampleK();

  private final BenchPlan plan;

  public CaptionBench(BenchPlan plan) {
    this.plan = plan;
  }

  /** {@code rlcf-caption} with the papers' steps, K and beams. */
  public BenchReport.Adapting adapting() {
    ProcessMemory.resetPeak();
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = RandomClip.draw(plan.policy(), manager);
      MappingConfig config =
          MappingType.TRANSFORMER.config(PREFIX, OPT_125M.width(), plan.policy().embedDim());
      MappingNetwork mapping = config.network(RandomWeights.draw(config.shapes(), manager));
      Captioner captioner =
          new Captioner(
              clip, mapping, languageModel(manager), new NumberText(), plan.captionTokens());
      CaptionJudge judge =
          new CaptionerSubject.ClipJudge(
              RandomClip.draw(plan.judge(), manager),
              clip.preprocess(),
              caption -> NumberText.prompt(caption, plan.judge()),
              1);
      Subject subject =
          new CaptionerSubject(captioner, manager, reward -> List.of(judge), () -> {});
      Shape image = new Shape(1, 3, plan.policy().resolution(), plan.policy().resolution());
      RlcfCaption method = new RlcfCaption();
      try (Adapter adapter = method.open(subject, method.defaults())) {
        return plan.timing()
            .of(
                () -> new DrawnQuery(manager.randomNormal(image), clip),
                query -> adapter.adapt(List.of(query), Listener.NONE),
                null);
      }
    }
  }

  /** One beam search for K candidates, keys and values kept and not. */
  public BenchReport.Decoded decoding() {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = languageModel(manager);
      NDArray prefix = manager.randomNormal(new Shape(1, PREFIX, OPT_125M.width()));
      double kept = search(() -> new CachedSequences(lm, prefix));
      double recomputed = search(() -> new RecomputedSequences(lm, prefix));
      return new BenchReport.Decoded(
          SAMPLE_K, plan.captionTokens(), kept, recomputed, recomputed / kept);
    }
  }

  private double search(Supplier<RunningSequences> start) {
    Decoding decoding =
        Decoding.captions(
            SAMPLE_K, SAMPLE_K, plan.captionTokens(), NumberText.START, NumberText.END);
    Runnable search =
        () -> {
          try (RunningSequences running = start.get()) {
            BeamSearch.search(running, decoding);
          }
        };
    for (int i = 0; i < plan.timing().warmUp(); i++) {
      Timing.seconds(search);
    }
    return Timing.best(plan.timing().images(), search);
  }

  private static CausalLm languageModel(NDManager manager) {
    return CausalLm.of(OPT_125M, RandomWeights.draw(CausalLm.shapes(OPT_125M), manager));
  }
}
