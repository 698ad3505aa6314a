package dev.attune.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Judge;
import dev.attune.method.Listener;
import dev.attune.method.Method;
import dev.attune.method.Query;
import dev.attune.method.Subject;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.RewardSpec.Scope;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.rlcf.Rewarded;
import dev.attune.method.rlcf.RlcfI2t;
import dev.attune.method.rlcf.RlcfPrompt;
import dev.attune.method.rlcf.RlcfT2i;
import dev.attune.method.rlcf.RlcfTune;
import dev.attune.method.tuned.TunedContexts;
import dev.attune.method.tuned.TunedTextSide;
import dev.attune.method.tuned.TunedTower;
import dev.attune.model.Scopes;
import dev.attune.task.FixedSubject;
import dev.attune.task.Judges;
import dev.attune.vision.Augmentation;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /** {@code rlcf-prompt}, with the papers' selection and K. */
  public BenchReport.Adapting prompt(BenchReport.@Nullable Forward forward) {
    RlcfPrompt method = new RlcfPrompt();
    RlcfPrompt.Options papers = method.defaults();
    return classifying(
        method,
        new RlcfPrompt.Options(
            steps(papers.steps()),
            shown(),
            rewarded(Math.min(SAMPLE_K, plan.classes())),
            papers.tuning()),
        forward);
  }

  /** {@code rlcf-tune}, with the papers' selection and K. */
  public BenchReport.Adapting tune(BenchReport.@Nullable Forward forward) {
    RlcfTune method = new RlcfTune();
    RlcfTune.Options papers = method.defaults();
    return classifying(
        method,
        new RlcfTune.Options(
            steps(papers.steps()),
            shown(),
            rewarded(Math.min(SAMPLE_K, plan.classes())),
            papers.tower(),
            null),
        forward);
  }

  private Steps steps(Steps papers) {
    return new Steps(plan.steps(), papers.learningRate(), papers.weightDecay());
  }

  private ViewOptions shown() {
    return new ViewOptions(plan.views(), SELECTION, 1, Augmentation.CROP);
  }

  private static Rewarded rewarded(int sampleK) {
    return new Rewarded(sampleK, new RewardSpec(List.of("judge"), true, false, Scope.VIEW), 0);
  }

  private <O extends Record> BenchReport.Adapting classifying(
      Method<O> method, O options, BenchReport.@Nullable Forward forward) {
    ProcessMemory.resetPeak();
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = RandomClip.draw(plan.policy(), manager);
      long[][] texts = RandomClip.prompts(plan.policy(), plan.classes(), CONTEXT);
      NDArray candidates = clip.textFeatures(manager, texts);
      Clip rewarding = RandomClip.draw(plan.judge(), manager);
      long[][] read = RandomClip.prompts(plan.judge(), plan.classes(), CONTEXT);
      Judge judge =
          Judges.ofPictures(rewarding, clip.preprocess(), rewarding.textFeatures(manager, read), 1);
      Subject subject =
          new FixedSubject(
              clip,
              manager,
              candidates,
              List.of(judge),
              what -> tuned(what, clip, texts, candidates));
      try (Adapter adapter = method.open(subject, options)) {
        Double pass = forward == null ? null : plan.views() * forward.secondsPerImage();
        return plan.timing().of(() -> new DrawnQuery(views(manager), clip), adapt(adapter), pass);
      }
    }
  }

  private static Tuned tuned(Tuning what, Clip clip, long[][] texts, NDArray candidates) {
    if (what instanceof Tuning.Tower tower) {
      return new TunedTower(clip, candidates, tower);
    }
    if (what instanceof Tuning.TextSide side) {
      return new TunedTextSide(clip, candidates, side.lasting());
    }
    NDManager manager = candidates.getManager();
    NDArray context = clip.text().contextOf(manager, texts[0], CONTEXT);
    return new TunedContexts(manager, clip, texts, context);
  }

  private static Consumer<Query> adapt(Adapter adapter) {
    return query -> adapter.adapt(List.of(query), Listener.NONE);
  }

  /**
   * {@code rlcf-i2t}, one query at a time against as many texts as Flickr30k's test split has, with
   * the papers' steps and K.
   */
  public BenchReport.Adapting textsOfPictures() {
    RlcfI2t method = new RlcfI2t();
    RlcfI2t.Options papers = method.defaults();
    int resolution = plan.policy().resolution();
    return retrieving(
        method,
        new RlcfI2t.Options(papers.steps(), rewarded(RETRIEVAL_K), papers.tower(), null, null),
        TEXTS,
        (judge, policy, texts) -> Judges.ofPictures(judge, policy.preprocess(), texts, 1),
        manager -> manager.randomNormal(new Shape(1, 3, resolution, resolution)));
  }

  /** {@code rlcf-t2i}, against as many pictures as Flickr30k's test split has. */
  public BenchReport.Adapting picturesOfTexts() {
    RlcfT2i method = new RlcfT2i();
    return retrieving(
        method,
        new RlcfT2i.Options(method.defaults().steps(), rewarded(RETRIEVAL_K), null, null),
        PICTURES,
        (judge, policy, pictures) -> Judges.ofTexts(judge, pictures, 1),
        manager -> {
          long[] caption = RandomClip.prompts(plan.policy(), 1, CAPTION_START)[0];
          return manager.create(caption, new Shape(1, caption.length));
        });
  }

  /** Makes a judge of an encoder, for another, with its features of the candidates. */
  private interface JudgeOf {
    Judge of(Clip judge, Clip policy, NDArray candidates);
  }

  private <O extends Record> BenchReport.Adapting retrieving(
      Method<O> method,
      O options,
      int candidates,
      JudgeOf judges,
      Function<NDManager, NDArray> queries) {
    ProcessMemory.resetPeak();
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = RandomClip.draw(plan.policy(), manager);
      NDArray bank = RandomClip.features(plan.policy(), candidates, manager);
      Clip rewarding = RandomClip.draw(plan.judge(), manager);
      NDArray judged = RandomClip.features(plan.judge(), candidates, manager);
      Judge judge = judges.of(rewarding, clip, judged);
      Subject subject =
          new FixedSubject(
              clip, manager, bank, List.of(judge), what -> tuned(what, clip, new long[0][], bank));
      try (Adapter adapter = method.open(subject, options)) {
        return plan.timing()
            .of(() -> new DrawnQuery(queries.apply(manager), clip), adapt(adapter), null);
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
      Long before = ProcessMemory.resident();
      double each = Timing.seconds(() -> search(bank, queries, QUERIES)) / QUERIES;
      Long peak = ProcessMemory.peak();
      Long grown = before != null && peak != null ? peak - before : null;
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
