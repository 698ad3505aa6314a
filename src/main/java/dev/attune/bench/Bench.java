package dev.attune.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.gradient.EpisodicAdapter;
import dev.attune.method.gradient.ImagePolicy;
import dev.attune.method.gradient.Judge;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.MethodType;
import dev.attune.method.gradient.Policy;
import dev.attune.method.gradient.PromptPolicy;
import dev.attune.method.gradient.RewardSpec;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.gradient.TextPolicy;
import dev.attune.model.Scopes;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
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

  /** Flickr30k's test split: 1000 pictures with five captions each. */
  private static final int PICTURES = 1000;

  private static final int TEXTS = 5000;
  private static final int RETRIEVAL_STEPS = 8;
  private static final int RETRIEVAL_K = 16;

  /** Tokens of a caption before the two to five that {@link RandomClip#prompts} adds. */
  private static final int CAPTION_START = 8;

  private static final int SEARCHED = 100_000;
  private static final int QUERIES = 1000;
  private static final int FOUND = 10;

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
      double best = Timing.best(PRODUCTS, () -> a.matMul(b));
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
      double best = Timing.best(FORWARDS, () -> clip.imageFeatures(images));
      double gflop = FlopCount.image(plan.policy()) / 1e9;
      double each = best / plan.views();
      return new BenchReport.Forward(
          clip.image().batch(), gflop, each, gflop / each, gflop / each / peak);
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
        Double pass = forward == null ? null : plan.views() * forward.secondsPerImage();
        return plan.timing().of(() -> views(manager), adapter::adapt, pass);
      }
    }
  }

  private Policy policy(MethodType type, NDManager manager) {
    Clip clip = RandomClip.draw(plan.policy(), manager);
    long[][] texts = RandomClip.prompts(plan.policy(), plan.classes(), CONTEXT);
    if (type == MethodType.RLCF_PROMPT) {
      NDArray context = clip.text().contextOf(manager, texts[0], CONTEXT);
      return new PromptPolicy(manager, clip, texts, context);
    }
    return new ImagePolicy(clip, clip.textFeatures(manager, texts));
  }

  /**
   * {@code rlcf-i2t} or {@code rlcf-t2i}, one query at a time against as many texts or pictures as
   * Flickr30k's test split has.
   */
  public BenchReport.Adapting retrieving(MethodType type) {
    ProcessMemory.resetPeak();
    boolean pictures = type == MethodType.RLCF_I2T;
    int candidates = pictures ? TEXTS : PICTURES;
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = RandomClip.draw(plan.policy(), manager);
      NDArray bank = RandomClip.features(plan.policy(), candidates, manager);
      Clip rewarding = RandomClip.draw(plan.judge(), manager);
      NDArray judged = RandomClip.features(plan.judge(), candidates, manager);
      MethodSpec method =
          new MethodSpec(type, RETRIEVAL_STEPS, 1e-6, 5e-4, RETRIEVAL_K, 1, 1, 1, RewardSpec.NONE);
      Policy policy = pictures ? new ImagePolicy(clip, bank) : new TextPolicy(clip, bank, false);
      Judge judge =
          pictures ? Judge.ofPictures(rewarding, judged, 1) : Judge.ofTexts(rewarding, judged, 1);
      int resolution = plan.policy().resolution();
      Supplier<NDArray> queries =
          pictures
              ? () -> manager.randomNormal(new Shape(1, 3, resolution, resolution))
              : () -> {
                long[] caption = RandomClip.prompts(plan.policy(), 1, CAPTION_START)[0];
                return manager.create(caption, new Shape(1, caption.length));
              };
      try (EpisodicAdapter adapter = new EpisodicAdapter(manager, policy, List.of(judge), method)) {
        return plan.timing().of(queries, adapter::adapt, null);
      }
    }
  }

  /** A thousand queries against a hundred thousand texts. */
  public BenchReport.Search search() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray bank = RandomClip.features(plan.policy(), SEARCHED, manager);
      NDArray queries = RandomClip.features(plan.policy(), QUERIES, manager);
      search(bank, queries, QUERIES / 4); // until the heap has found its size
      ProcessMemory.resetPeak();
      OptionalLong before = ProcessMemory.resident();
      double each = Timing.seconds(() -> search(bank, queries, QUERIES)) / QUERIES;
      OptionalLong peak = ProcessMemory.peak();
      Long grown =
          before.isPresent() && peak.isPresent() ? peak.getAsLong() - before.getAsLong() : null;
      return new BenchReport.Search(SEARCHED, QUERIES, each, 1 / each, grown);
    }
  }

  private static void search(NDArray bank, NDArray queries, int count) {
    for (int q = 0; q < count; q++) {
      NDIndex row = new NDIndex("{}:{}", q, q + 1);
      Scopes.run(
          () -> {
            float[] scores = bank.matMul(queries.get(row).transpose()).toFloatArray();
            Softmax.topK(scores, 0, scores.length, FOUND);
          });
    }
  }

  private NDArray views(NDManager manager) {
    int resolution = plan.policy().resolution();
    return manager.randomNormal(new Shape(plan.views(), 3, resolution, resolution));
  }
}
