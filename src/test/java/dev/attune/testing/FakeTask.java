package dev.attune.testing;

import dev.attune.dataset.DatasetInfo;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.metric.ClassificationScores;
import dev.attune.metric.MetricDefinition;
import dev.attune.task.Interactive;
import dev.attune.task.NamedCandidate;
import dev.attune.task.NamedStep;
import dev.attune.task.Results;
import dev.attune.task.SampleResult;
import dev.attune.task.Task;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A classification whose answers follow from the seed, the method and the sample's index alone.
 * Tests hook into its samples, and see which were run, by which thread.
 */
public final class FakeTask implements Task {
  private static final int CLASSES = 10;

  /** Called before a sample is run; what it throws is what the sample throws. */
  @FunctionalInterface
  public interface Hook {
    void before(int index) throws Exception;
  }

  /** One sample that was run. */
  public record Ran(int index, Thread thread) {}

  private static final Hook NOTHING = index -> {};

  private final Task real;
  private final Collection<Ran> ran = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile Hook hook = NOTHING;
  private volatile BooleanSupplier preparation = () -> true;

  /**
   * @param real says what can be asked of it, and of which data sets
   */
  FakeTask(Task real) {
    this.real = real;
  }

  /** Forgets hooks and what was run. */
  public void reset() {
    hook = NOTHING;
    preparation = () -> true;
    ran.clear();
    open.set(0);
  }

  public void beforeSample(Hook next) {
    hook = next;
  }

  /** Called for every piece of a run's preparation; says whether all is done. */
  public void prepare(BooleanSupplier next) {
    preparation = next;
  }

  /** In the order in which they were finished. */
  public List<Ran> ran() {
    return List.copyOf(ran);
  }

  /** How many of its runs are open. */
  public int open() {
    return open.get();
  }

  @Override
  public String id() {
    return real.id();
  }

  @Override
  public Set<Question> questions() {
    return real.questions();
  }

  @Override
  public boolean accepts(DatasetInfo set) {
    return real.accepts(set);
  }

  @Override
  public Facts.Candidates candidates(DatasetInfo set, Method<?> method) {
    return real.candidates(set, method);
  }

  @Override
  public Optional<Interactive> interactive() {
    return real.interactive();
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    open.incrementAndGet();
    return new TaskRun() {
      @Override
      public boolean prepare() {
        return preparation.getAsBoolean();
      }

      @Override
      public void run(int from, int to, Results results) {
        TaskRun.each(from, to, results, index -> sample(spec, index));
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  private SampleResult sample(TaskSpec spec, int index) {
    try {
      hook.before(index);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    int steps = MadeMethods.number(spec.chosen(), "steps");
    SplittableRandom random = new SplittableRandom(spec.seed() * 1_000_003 + index);
    int label = random.nextInt(CLASSES);
    float[] before = new float[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      before[c] = (float) (2 * random.nextDouble());
    }
    before[label] += 0.7f;
    float[] after = before.clone();
    after[label] += (float) (steps * (random.nextDouble() - 0.4));
    NamedStep step =
        new NamedStep(random.nextDouble(), List.of(new NamedCandidate("class 0", 0.5, 0.0)));
    SampleResult result =
        new SampleResult(
            index,
            index,
            "fake-" + index,
            "class " + label,
            answer(before, label),
            answer(after, label),
            steps == 0 ? List.of() : List.of(step),
            1,
            true);
    ran.add(new Ran(index, Thread.currentThread()));
    return result;
  }

  private static SampleResult.Answer answer(float[] logits, int label) {
    Map<String, Double> scores = ClassificationScores.row(logits, label);
    int best = 0;
    for (int c = 1; c < CLASSES; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    String text = "class " + best;
    double confidence = scores.get(ClassificationScores.CONFIDENCE);
    return new SampleResult.Answer(
        text, best == label, List.of(new SampleResult.Candidate(text, confidence)), scores);
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions() {
    return ClassificationScores.METRICS;
  }
}
