package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Chosen;
import dev.attune.method.Judge;
import dev.attune.method.Method;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.Traits;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How samples with several queries come to a method that takes queries together. */
class AdaptingRunTest {
  private final List<Integer> batches = new ArrayList<>();

  @Test
  void wholeSamplesComeTogetherWhileTheirQueriesFit() {
    try (AdaptingRun run = run(new Traits.Batch(4, 1), 1, 3, 2, 5, 1, 1)) {
      assertThat(cuts(run, 6)).containsExactly(2, 3, 4, 6);
      assertThat(cuts(run, 5)).containsExactly(2, 3, 4, 5);
    }
  }

  @Test
  void aMethodOfSingleQueriesTakesSampleBySample() {
    try (AdaptingRun run = run(Traits.Batch.SINGLE, 1, 3, 1)) {
      assertThat(cuts(run, 3)).containsExactly(1, 2, 3);
      assertThat(all(run, 3).failed).isEmpty();
      assertThat(batches).containsExactly(1, 1, 1, 1, 1);
    }
  }

  @Test
  void tooFewAreLeftAsTheyAre() {
    try (AdaptingRun run = run(new Traits.Batch(4, 3), 2, 2, 2)) {
      Heard heard = all(run, 3);
      assertThat(heard.adapted).isEqualTo(Map.of(0, true, 1, true, 2, false));
      assertThat(batches).containsExactly(4);
    }
  }

  @Test
  void aLargeSampleStandsAloneAndItsRestIsNoBatch() {
    try (AdaptingRun run = run(new Traits.Batch(4, 3), 1, 9, 7)) {
      Heard heard = all(run, 3);
      assertThat(batches).containsExactly(4, 4, 4, 3);
      assertThat(heard.adapted).isEqualTo(Map.of(0, false, 1, false, 2, true));
    }
  }

  @Test
  void whatCannotBeReadLeavesItsBatchSmaller() {
    try (AdaptingRun run = run(new Traits.Batch(4, 2), 1, 1, -1, 1, -1, -1, -1, 1)) {
      Heard heard = all(run, 8);
      assertThat(cuts(run, 8)).as("nobody knows before").containsExactly(4, 8);
      assertThat(batches).containsExactly(3);
      assertThat(heard.failed).containsExactly(2, 4, 5, 6);
      assertThat(heard.adapted).isEqualTo(Map.of(0, true, 1, true, 3, true, 7, false));
    }
  }

  @Test
  void aBatchThatFailsTakesNoOtherWithIt() {
    try (AdaptingRun run = run(new Traits.Batch(2, 1), 1, 13, 1, 1)) {
      Heard heard = all(run, 4);
      assertThat(heard.failed).containsExactly(1);
      assertThat(heard.adapted).isEqualTo(Map.of(0, true, 2, true, 3, true));
    }
  }

  @Test
  void aSampleThatMemoryCannotHoldFailsAlone() {
    try (AdaptingRun run = run(new Traits.Batch(2, 1), 1, -2, 14, 1)) {
      Heard heard = all(run, 4);
      assertThat(heard.failed).containsExactly(1, 2);
      assertThat(heard.reasons).hasSize(2).allMatch(r -> r.contains("more memory than there is"));
      assertThat(heard.adapted).isEqualTo(Map.of(0, true, 3, true));
    }
  }

  private static List<Integer> cuts(AdaptingRun run, int end) {
    List<Integer> cuts = new ArrayList<>();
    for (int next = 0; next < end; ) {
      next = run.batchEnd(next, end);
      cuts.add(next);
    }
    return cuts;
  }

  private static Heard all(AdaptingRun run, int end) {
    Heard heard = new Heard();
    for (int next = 0; next < end; ) {
      int to = run.batchEnd(next, end);
      run.run(next, to, heard);
      next = to;
    }
    return heard;
  }

  /**
   * A run of samples with so many queries each; of one that cannot be read, -1, that is too large,
   * -2.
   */
  private AdaptingRun run(Traits.Batch batch, int... queries) {
    NDManager manager = NDManager.newBaseManager();
    AdaptingRun run =
        new AdaptingRun(
            new Samples(queries, manager),
            Places.listed(queries.length),
            new Chosen<>(new Made(batch), new None()),
            manager);
    assertThat(run.prepare()).isTrue();
    return run;
  }

  /** What a run gave. */
  private static final class Heard implements Results {
    private final Map<Integer, Boolean> adapted = new TreeMap<>();
    private final List<Integer> failed = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    @Override
    public void sample(SampleResult result) {
      adapted.put(result.index(), result.adapted());
      assertThat(result.after().text()).isEqualTo(result.adapted() ? "adapted" : "as it was");
    }

    @Override
    public void piece(TrainingResult result) {
      throw new AssertionError("no training");
    }

    @Override
    public void failure(int place, int index, Exception reason, double millis) {
      failed.add(index);
      reasons.add(String.valueOf(reason.getMessage()));
    }
  }

  /** No values. */
  private record None() {}

  /** Counts what comes; 13 queries bring it bad luck, and 14 are too many. */
  private final class Made implements Method<None> {
    private final Traits.Batch batch;

    Made(Traits.Batch batch) {
      this.batch = batch;
    }

    @Override
    public String id() {
      return "made-up";
    }

    @Override
    public String description() {
      return "Counts.";
    }

    @Override
    public Set<Question> answers() {
      return Set.of(Question.CLASS_OF_IMAGE);
    }

    @Override
    public None defaults() {
      return new None();
    }

    @Override
    public Traits traits(None options) {
      return Traits.FORWARD.together(batch);
    }

    @Override
    public Adapter open(Subject subject, None options) {
      return (queries, listener) -> {
        batches.add(queries.size());
        if (((Asked) queries.get(0)).of() == 13) {
          throw new IllegalArgumentException("bad luck");
        }
        if (((Asked) queries.get(0)).of() == 14) {
          throw new OutOfMemoryError("made up");
        }
        Answer after = Answer.Scores.logits(new float[] {0, 1});
        return queries.stream()
            .map(q -> new Trace(subject.answer(q), after, List.of(), List.of()))
            .toList();
      };
    }
  }

  /** Samples of nothing. */
  private record Samples(int[] counts, NDManager manager) implements OpenTask {
    @Override
    public List<Question> questions() {
      return List.of(Question.CLASS_OF_IMAGE);
    }

    @Override
    public Subject subject(Question question) {
      return new Plain(manager);
    }

    @Override
    public int queries(int sample) {
      return Math.max(1, counts[sample]);
    }

    @Override
    public Sample load(int index, NDManager scope) {
      if (counts[index] == -2) {
        throw new OutOfMemoryError("made up");
      }
      if (counts[index] < 0) {
        throw new IllegalArgumentException("cannot be read");
      }
      return new Sample() {
        @Override
        public List<Query> queries(Question question) {
          return IntStream.range(0, counts[index]).<Query>mapToObj(q -> asked(index)).toList();
        }

        @Override
        public SampleResult result(List<Trace> traces) {
          assertThat(traces).hasSize(counts[index]);
          boolean all = traces.stream().allMatch(t -> t.after().scores()[1] == 1);
          return new SampleResult(
              index,
              "made-up",
              "",
              answer("as it was"),
              answer(all ? "adapted" : "computed anew, or half adapted"),
              List.of());
        }
      };
    }

    private static SampleResult.Answer answer(String text) {
      return new SampleResult.Answer(text, true, List.of(), Map.of());
    }

    private Asked asked(int index) {
      return new Asked(counts[index]);
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  /** One of so many queries of a sample. */
  private record Asked(int of) implements Query {
    @Override
    public NDArray rows(Views views) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NDArray rows(int judge, Views views) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NDArray features(Views views) {
      throw new UnsupportedOperationException();
    }
  }

  /** Answers alike. */
  private record Plain(NDManager manager) implements Choosing {
    @Override
    public Answer answer(Query query) {
      return Answer.Scores.logits(new float[] {1, 0});
    }

    @Override
    public NDArray candidates() {
      throw new UnsupportedOperationException();
    }

    @Override
    public float scale() {
      return 1;
    }

    @Override
    public Tuned tune(Tuning what) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Judge> judges(RewardSpec reward) {
      throw new UnsupportedOperationException();
    }
  }
}
