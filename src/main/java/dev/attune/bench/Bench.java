package dev.attune.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import dev.attune.adapt.EpisodicAdapter;
import dev.attune.adapt.ImagePolicy;
import dev.attune.adapt.Judge;
import dev.attune.adapt.MethodSpec;
import dev.attune.adapt.MethodType;
import dev.attune.adapt.Policy;
import dev.attune.adapt.PromptPolicy;
import dev.attune.adapt.RewardSpec;
import dev.attune.model.Scopes;
import dev.attune.model.clip.Clip;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The measurements. Call all of them on one thread, which then owns the engine. */
public final class Bench {
  private static final int SIDE = 2048;
  private static final int PRODUCTS = 5;
  private static final int FORWARDS = 3;

  /** Context vectors, as in "a photo of a". */
  private static final int CONTEXT = 4;

  private static final int SAMPLE_K = 3;
  private static final double SELECTION = 0.1;

  private final BenchPlan plan;

  public Bench(BenchPlan plan) {
    this.plan = plan;
  }

  /** GFLOP/s of the best of several products of two matrices of 2048 x 2048. */
  public static double peak() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Shape shape = new Shape(SIDE, SIDE);
      NDArray a = manager.randomNormal(shape);
      NDArray b = manager.randomNormal(shape);
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < PRODUCTS; i++) {
        best = Math.min(best, seconds(() -> a.matMul(b)));
      }
      return 2 * Math.pow(SIDE, 3) / best / 1e9;
    }
  }

  /**
   * The policy's image tower over one image's views, best of several.
   *
   * @param peak from {@link #peak()}
   */
  public BenchReport.Forward forward(double peak) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = RandomClip.draw(plan.policy(), manager);
      NDArray images = views(manager);
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < FORWARDS; i++) {
        best = Math.min(best, seconds(() -> clip.imageFeatures(images)));
      }
      double gflop = FlopCount.image(plan.policy()) / 1e9;
      double each = best / plan.views();
      return new BenchReport.Forward(
          clip.imageBatch(), gflop, each, gflop / each, gflop / each / peak);
    }
  }

  /** {@code rlcf-prompt} or {@code rlcf-tune}, with the papers' selection and K. */
  public BenchReport.Adapting adapting(MethodType type, BenchReport.@Nullable Forward forward) {
    ProcessMemory.resetPeak();
    try (NDManager manager = NDManager.newBaseManager()) {
      Policy policy = policy(type, manager);
      Clip rewarding = RandomClip.draw(plan.judge(), manager);
      long[][] texts = RandomClip.prompts(plan.judge(), plan.classes(), CONTEXT);
      Judge judge = Judge.ofPictures(rewarding, rewarding.textFeatures(manager, texts), 1);
      boolean prompt = type == MethodType.RLCF_PROMPT;
      MethodSpec method =
          new MethodSpec(
              type,
              plan.steps(),
              prompt ? 7e-3 : 1e-5,
              5e-4,
              Math.min(SAMPLE_K, plan.classes()),
              plan.views(),
              SELECTION,
              1,
              RewardSpec.NONE);
      try (EpisodicAdapter adapter = new EpisodicAdapter(manager, policy, List.of(judge), method)) {
        return time(adapter, manager, forward);
      }
    }
  }

  private Policy policy(MethodType type, NDManager manager) {
    Clip clip = RandomClip.draw(plan.policy(), manager);
    long[][] texts = RandomClip.prompts(plan.policy(), plan.classes(), CONTEXT);
    if (type == MethodType.RLCF_PROMPT) {
      NDArray context =
          clip.text().contextOf(manager, Arrays.copyOfRange(texts[0], 1, 1 + CONTEXT));
      return new PromptPolicy(manager, clip, texts, context);
    }
    return new ImagePolicy(clip, clip.textFeatures(manager, texts));
  }

  private BenchReport.Adapting time(
      EpisodicAdapter adapter, NDManager manager, BenchReport.@Nullable Forward forward) {
    double[] times = new double[plan.images()];
    double cpu = 0;
    for (int i = -plan.warmUp(); i < times.length; i++) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray views = views(scope);
        double before = cpuSeconds();
        double taken = seconds(() -> adapter.adapt(views));
        if (i >= 0) {
          times[i] = taken;
          cpu += (cpuSeconds() - before) / times.length;
        }
      }
    }
    Arrays.sort(times);
    double median = (times[times.length / 2] + times[(times.length - 1) / 2]) / 2;
    Double forwards = forward == null ? null : median / (plan.views() * forward.secondsPerImage());
    OptionalLong peak = ProcessMemory.peak();
    return new BenchReport.Adapting(
        median, cpu, forwards, peak.isPresent() ? peak.getAsLong() : null);
  }

  private NDArray views(NDManager manager) {
    int resolution = plan.policy().resolution();
    return manager.randomNormal(new Shape(plan.views(), 3, resolution, resolution));
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    Scopes.run(work);
    return (System.nanoTime() - start) / 1e9;
  }

  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
