package dev.attune.task.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Answer;
import dev.attune.method.Chosen;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.options.HubnessSpec;
import dev.attune.metric.HubMemory;
import dev.attune.task.Chain;
import dev.attune.task.EngineResources;
import dev.attune.task.Results;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.task.TinyModels;
import dev.attune.task.TinyScenes;
import dev.attune.task.TrainingResult;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.SingleSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose rows of scores wait for a batch and are corrected by those of earlier queries. */
class HubnessRunTest {
  private static final int SIZE = 11;
  private static final int BROKEN = 6;
  private static final int BATCH = 4;
  private static final double SHARE = 0.12;

  @TempDir static Path folder;

  private static TinyModels models;

  private final List<Integer> read = new ArrayList<>();

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  private static Chosen<?> method(String type, Object... more) {
    Object[] values = {
      "hubness.batch",
      BATCH,
      "hubness.share",
      SHARE,
      "steps",
      1,
      "learningRate",
      1e-3,
      "weightDecay",
      5e-4,
      "sampleK",
      3,
      "batchSize",
      5,
      "certain",
      0.5,
      "reward.models",
      List.of("judge")
    };
    List<Object> all = new ArrayList<>(List.of(values));
    all.addAll(List.of(more));
    return MadeMethods.of(type, all.toArray());
  }

  private TaskRun open(Chosen<?> method) {
    return open(method, NDManager.newBaseManager());
  }

  private TaskRun open(Chosen<?> method, NDManager manager) {
    TaskSpec spec = new TaskSpec("scenes", SIZE, 11, "vit", method);
    TaskRun run =
        RetrievalTask.open(
            spec,
            new TinyScenes(SIZE, BROKEN, read::add),
            models,
            folder.resolve("features"),
            manager);
    SingleSample.prepare(run);
    read.clear();
    return run;
  }

  /** What came of samples, in the order in which it came. */
  private static final class Heard implements Results {
    private final Map<Integer, SampleResult.Answer> before = new TreeMap<>();
    private final Map<Integer, SampleResult.Answer> after = new TreeMap<>();
    private final List<Integer> failed = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();

    @Override
    public void sample(SampleResult result) {
      order.add(result.index());
      before.put(result.index(), result.before());
      after.put(result.index(), result.after());
    }

    @Override
    public void piece(TrainingResult result) {
      throw new AssertionError("no training");
    }

    @Override
    public void failure(int place, int index, Exception reason, double millis) {
      assertThat(place).isEqualTo(index);
      assertThat(reason).hasMessageContaining("could not be read");
      order.add(index);
      failed.add(index);
    }
  }

  /** A shard, as workers run it. */
  private static void shard(TaskRun run, int from, int to, Heard heard) {
    for (int next = from; next < to; ) {
      int end = run.batchEnd(next, to);
      run.run(next, end, heard);
      next = end;
    }
    while (!run.settled(to, heard)) {
      assertThat(heard.order.size()).as("there is more to come").isLessThan(SIZE);
    }
  }

  private Heard whole(Chosen<?> method) {
    Heard heard = new Heard();
    try (TaskRun run = open(method)) {
      shard(run, 0, SIZE, heard);
    }
    assertThat(heard.order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(heard.failed).containsExactly(BROKEN);
    return heard;
  }

  /** Each direction by itself, a row a query, batch by batch; the last one is smaller. */
  @Test
  void rowsOfADirectionAreCorrectedInFullBatches() {
    HubnessSpec hubness = new HubnessSpec(BATCH, SHARE);
    Map<Question, List<float[]>> raw = new EnumMap<>(Question.class);
    Map<Integer, Map<Question, Integer>> counts = new TreeMap<>();
    TaskSpec spec = new TaskSpec("scenes", SIZE, 11, "vit", method("zero-shot"));
    NDManager manager = NDManager.newBaseManager();
    Map<Integer, SampleResult.Answer> expected = new TreeMap<>();
    Map<Integer, SampleResult.Answer> plain = new TreeMap<>();
    try (OpenRetrieval open =
        new OpenRetrieval(
            spec,
            new TinyScenes(SIZE, BROKEN, read::add),
            models,
            folder.resolve("features"),
            manager)) {
      while (!open.prepare()) {
        // piece by piece
      }
      for (int sample = 0; sample < SIZE; sample++) {
        if (sample != BROKEN) {
          Map<Question, Integer> own = new EnumMap<>(Question.class);
          List<Answer.Scores> rows = new ArrayList<>();
          for (Question question : open.questions()) {
            for (Query query : open.load(sample, manager).queries(question)) {
              Answer.Scores scores = open.subject(question).answer(query).scored();
              rows.add(scores);
              raw.computeIfAbsent(question, q -> new ArrayList<>()).add(scores.order());
              own.merge(question, 1, Integer::sum);
            }
          }
          counts.put(sample, own);
          plain.put(sample, open.answer(sample, rows));
        }
      }
      Map<Question, List<float[]>> corrected = new EnumMap<>(Question.class);
      raw.forEach(
          (question, rows) -> {
            int most = hubness.batches(rows.get(0).length);
            HubMemory memory =
                new HubMemory(BATCH, most, models.encoder("vit", manager).similarity().scale());
            List<float[]> all = new ArrayList<>();
            for (int from = 0; from < rows.size(); from += BATCH) {
              List<float[]> batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
              all.addAll(List.of(memory.corrected(batch.toArray(float[][]::new))));
            }
            assertThat(rows.size() % BATCH).as("a smaller batch is the last").isPositive();
            corrected.put(question, all);
          });
      Map<Question, Integer> next = new EnumMap<>(Question.class);
      counts.forEach(
          (sample, own) -> {
            List<Answer.Scores> rows = new ArrayList<>();
            own.forEach(
                (question, count) -> {
                  for (int i = 0; i < count; i++) {
                    int at = next.merge(question, 1, Integer::sum) - 1;
                    rows.add(Answer.Scores.logits(corrected.get(question).get(at)));
                  }
                });
            expected.put(sample, open.answer(sample, rows));
          });
    }
    Heard heard = whole(method("zero-shot"));
    assertThat(heard.after).isEqualTo(expected);
    assertThat(heard.before).as("before stays without it").isEqualTo(plain);
    assertThat(heard.after.get(0)).as("the first batch is raw").isEqualTo(heard.before.get(0));
    assertThat(heard.after).isNotEqualTo(heard.before);
  }

  @Test
  void onlyTheDirectionThatAMethodReturnsIsCorrected() {
    Heard heard = whole(method("rlcf-i2t"));
    heard.after.forEach(
        (sample, after) ->
            after.scores().entrySet().stream()
                .filter(e -> e.getKey().startsWith("t2i"))
                .forEach(
                    e ->
                        assertThat(heard.before.get(sample).scores())
                            .containsEntry(e.getKey(), e.getValue())));
    Heard without = whole(method("rlcf-i2t", "hubness.batch", 1024));
    assertThat(heard.after.get(0)).as("the first batch is raw").isEqualTo(without.after.get(0));
    assertThat(heard.after.get(10)).isNotEqualTo(without.after.get(10));
  }

  /** Shards of that many samples, each by another process that goes on from the last one's file. */
  @ParameterizedTest
  @CsvSource({
    "zero-shot, 1",
    "zero-shot, 3",
    "rlcf-i2t, 2",
    "rlcf-t2i, 4",
    "tcr, 5",
  })
  void shardsOfAnySizeByAnyWorkerGiveTheSame(String type, int size) throws IOException {
    Chosen<?> method = method(type);
    Heard expected = whole(method);
    Heard heard = new Heard();
    List<Integer> all = new ArrayList<>();
    Path file = folder.resolve("state-" + type);
    for (int from = 0; from < SIZE; from += size) {
      try (TaskRun run = open(method)) {
        Chain chain = run.chain().orElseThrow();
        if (from > 0) {
          chain.load(file);
        }
        assertThat(chain.next()).isEqualTo(from);
        shard(run, from, Math.min(SIZE, from + size), heard);
        chain.save(file);
      }
      all.addAll(read);
    }
    assertThat(heard.order).as("each once, and in order").isEqualTo(expected.order);
    assertThat(heard.after).isEqualTo(expected.after);
    assertThat(heard.before).isEqualTo(expected.before);
    if (!type.equals("rlcf-t2i")) { // which reads no pictures
      assertThat(all).as("no sample is run twice").doesNotHaveDuplicates().hasSize(SIZE - 1);
    }
  }

  /** Stopped between samples, when some were run and wait. */
  @ParameterizedTest
  @CsvSource({"zero-shot", "rlcf-i2t", "tcr"})
  void aRunGoesOnInTheMiddleOfABatch(String type) throws IOException {
    Chosen<?> method = method(type, "hubness.batch", 7);
    Heard expected = whole(method);
    Path file = folder.resolve("middle-" + type);
    Heard heard = new Heard();
    int given = 0;
    int shards = 0;
    List<Integer> all = new ArrayList<>();
    int ran = 0;
    while (given < SIZE) {
      try (TaskRun run = open(method)) {
        Chain chain = run.chain().orElseThrow();
        if (shards++ > 0) {
          chain.load(file);
        }
        assertThat(chain.next()).isEqualTo(given);
        int next = given;
        int stop = Math.min(SIZE, ran + 1);
        while (next < stop) {
          int end = run.batchEnd(next, SIZE);
          run.run(next, end, heard);
          next = end;
        }
        ran = next;
        if (ran == SIZE) {
          shard(run, SIZE, SIZE, heard);
        }
        given = chain.next();
        chain.save(file);
        all.addAll(read);
      }
    }
    assertThat(shards).isGreaterThan(2);
    assertThat(heard.order).isEqualTo(expected.order);
    assertThat(heard.after).isEqualTo(expected.after);
    assertThat(all).as("no sample is run twice").doesNotHaveDuplicates().hasSize(SIZE - 1);
  }

  @Test
  void whatIsLeftOfABatchKeepsTheModelsOwnAnswer() {
    Heard heard = whole(method("tcr", "batchSize", 8, "certain", 0.3));
    for (int sample : new int[] {8, 9, 10}) {
      assertThat(heard.after.get(sample)).isEqualTo(heard.before.get(sample));
    }
    assertThat(heard.after.get(7)).isNotEqualTo(heard.before.get(7));
  }

  @Test
  void nothingStaysAliveAndSamplesKeepTheirOrder() throws ReflectiveOperationException {
    NDManager manager = NDManager.newBaseManager();
    try (TaskRun run = open(method("rlcf-i2t"), manager)) {
      Heard heard = new Heard();
      shard(run, 0, 4, heard);
      long alive = EngineResources.below(manager);
      shard(run, 4, SIZE, heard);
      assertThat(EngineResources.below(manager)).isEqualTo(alive);
      assertThatThrownBy(() -> run.run(3, 4, heard))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("sample 3 was asked for where sample 11 comes next");
      run.chain().orElseThrow().restart(0);
      Heard again = new Heard();
      shard(run, 0, SIZE, again);
      assertThat(again.after).isEqualTo(heard.after);
    }
  }

  @Test
  void aStateThatIsDamagedOrOfAnotherRunIsRefused() throws IOException {
    Path file = folder.resolve("damaged-state");
    try (TaskRun run = open(method("tcr"))) {
      shard(run, 0, 5, new Heard());
      run.chain().orElseThrow().save(file);
    }
    try (TaskRun run = open(method("tcr", "direction", "text-to-image"))) {
      assertThatThrownBy(() -> run.chain().orElseThrow().load(file))
          .isInstanceOf(TaskException.class);
    }
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
    try (TaskRun run = open(method("tcr"))) {
      assertThatThrownBy(() -> run.chain().orElseThrow().load(file))
          .isInstanceOf(TaskException.class);
    }
  }
}
