package dev.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.SampleView;
import dev.attune.hub.Learned;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelInfo;
import dev.attune.hub.ModelPulls;
import dev.attune.hub.PullProgress;
import dev.attune.method.StreamState;
import dev.attune.model.Parameter;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.RunSpecs;
import dev.attune.task.Results;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskRun;
import dev.attune.task.TrainingResult;
import dev.attune.testing.PostgresServer;
import dev.attune.weights.Matrices;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

/** What runs learned is kept: as models of their own, and as memories that others begin with. */
class KeepTest {
  private static final String TENT =
      "{'method':{'type':'tent','batchSize':2,'learningRate':1e-2},'model':'%s',"
          + "'dataset':'icons-outline','limit':%d}";
  private static final String TDA =
      "{'method':{'type':'tda','views':4,'selection':0.5},'model':'icons-clip-vit',"
          + "'dataset':'icons-outline','limit':6}";

  @TempDir static Path home;

  @Nested
  @SpringBootTest(
      properties = {
        "spring.datasource.url=jdbc:h2:mem:keep;DB_CLOSE_DELAY=-1",
        "attune.demo=false",
        "attune.role=web",
        "attune.shard-size=3"
      })
  @AutoConfigureMockMvc
  class OnH2Test extends Contract {
    @DynamicPropertySource
    static void home(DynamicPropertyRegistry registry) {
      registry.add("attune.home", () -> home.resolve("h2").toString());
    }
  }

  @Nested
  @SpringBootTest(properties = {"attune.demo=false", "attune.role=web", "attune.shard-size=3"})
  @ContextConfiguration(initializers = PostgresServer.class)
  @AutoConfigureMockMvc
  class OnPostgresTest extends Contract {
    @DynamicPropertySource
    static void home(DynamicPropertyRegistry registry) {
      registry.add("attune.home", () -> home.resolve("postgres").toString());
    }
  }

  abstract static class Contract {
    @Autowired ExperimentService experiments;
    @Autowired ShardRunner runner;
    @Autowired ShardJournal journal;
    @Autowired RunSpecs runs;
    @Autowired ModelHub hub;
    @Autowired ModelPulls pulls;
    @Autowired JdbcClient jdbc;
    @Autowired MockMvcTester mvc;
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{'method':{'type':'tent','batchSize':2,'learningRate':1e-2}|tent-r|batch",
          "{'method':{'type':'sar','batchSize':2,'learningRate':1e-2}|sar-r|batch",
          "{'preset':'rlcf-tune-momentum','method':{'views':4,'steps':1,'selection':0.5,"
              + "'learningRate':1e-3,'momentum':{'tau':0.5,'updateFrequency':2},"
              + "'batchNorm':{'statistics':'batch'}}|momentum-r|batch"
        })
    void whatIsKeptIsTheStartWithTheStatesTensors(String method, String name, String statistics)
        throws Exception {
      String id = run(method + ",'model':'icons-clip-s','dataset':'icons-outline','limit':6}");
      assertThat(keep(id, name))
          .hasStatus(202)
          .hasHeader("Location", "/api/models/%s/import".formatted(name));
      await(name);
      ModelInfo start = hub.catalog().find("icons-clip-s").orElseThrow();
      ModelInfo kept = hub.catalog().find(name).orElseThrow();
      assertThat(kept.problem()).isNull();
      assertThat(kept.licence()).isEqualTo(start.licence());
      assertThat(kept.fingerprint()).isNotEqualTo(start.fingerprint());
      assertThat(kept.description()).contains("6 samples of icons-outline", "batch's statistics");
      Learned learned = Objects.requireNonNull(kept.learned());
      assertThat(learned.fingerprint()).isEqualTo(start.fingerprint());
      assertThat(learned.samples()).isEqualTo(6);
      assertThat(learned.statistics()).isEqualTo(statistics);
      assertThat(learned.experiment()).isEqualTo(id);
      assertThat(learned.method()).containsKey("learningRate");
      Path file = folder.resolve("state.safetensors");
      assertThat(journal.readState(new ShardId(id, 0), file)).isTrue();
      try (NDManager manager = NDManager.newBaseManager();
          SafetensorsFile state = SafetensorsFile.open(file)) {
        Encoder expected = hub.catalog().encoder("icons-clip-s", manager);
        Encoder found = hub.catalog().encoder(name, manager);
        int changed = 0;
        for (Parameter p : tensors(expected)) {
          if (state.tensors().containsKey(StreamState.START + p.name())) {
            float[] before = p.array().toFloatArray();
            p.array()
                .set(
                    new NDIndex("..."),
                    manager.create(
                        state.read(StreamState.START + p.name()),
                        p.array().getShape(),
                        DataType.FLOAT32));
            changed += Arrays.equals(before, p.array().toFloatArray()) ? 0 : 1;
          }
        }
        assertThat(changed).isPositive();
        for (int i = 0; i < tensors(found).size(); i++) {
          Parameter p = tensors(found).get(i);
          assertThat(p.array().toFloatArray())
              .as(p.name())
              .isEqualTo(tensors(expected).get(i).array().toFloatArray());
        }
        NDArray picture =
            manager
                .arange(3f * found.resolution() * found.resolution())
                .sin()
                .reshape(new Shape(1, 3, found.resolution(), found.resolution()));
        assertThat(found.imageFeatures(picture).toFloatArray())
            .isEqualTo(expected.imageFeatures(picture).toFloatArray());
      }
      run(
          "{'method':{'type':'zero-shot'},'model':'%s','dataset':'icons-outline','limit':2}"
              .formatted(name));
    }

    private static List<Parameter> tensors(Encoder encoder) {
      return Stream.concat(
              encoder.parameters().all().stream(),
              encoder.parameters().runningStatistics().stream())
          .toList();
    }

    @Test
    void aRunWithoutAdaptationGivesWhatTheChainGivesBeforeItsNextStep() throws Exception {
      String id = run(TENT.formatted("icons-clip-vit", 6));
      await(keep(id, "tent-vit"), "tent-vit");
      Path file = folder.resolve("state.safetensors");
      assertThat(journal.readState(new ShardId(id, 0), file)).isTrue();
      List<SampleResult> unstepped = new ArrayList<>();
      String without =
          TENT.formatted("icons-clip-vit", 10).replace("'batchSize'", "'steps':0,'batchSize'");
      try (TaskRun run = runs.of(experiments.resolve(request(without))).open()) {
        while (!run.prepare()) {
          // in pieces
        }
        run.chain().orElseThrow().load(file);
        for (int next = 6; next < 10; next += 2) {
          run.run(next, next + 2, new Taking(unstepped));
        }
      }
      String plain =
          run(
              "{'method':{'type':'zero-shot'},'model':'tent-vit','dataset':'icons-outline','limit':10}");
      for (SampleResult expected : unstepped) {
        SampleView found = experiments.sample(plain, expected.index());
        SampleResult.Answer answer = Objects.requireNonNull(found.after());
        assertThat(answer.text()).isEqualTo(Objects.requireNonNull(expected.after()).text());
        for (int c = 0; c < answer.top().size(); c++) {
          assertThat(answer.top().get(c).value())
              .isCloseTo(expected.after().top().get(c).value(), offset(1e-5));
        }
      }
      assertThat(unstepped).hasSize(4);
    }

    private record Taking(List<SampleResult> taken) implements Results {
      @Override
      public void sample(SampleResult result) {
        taken.add(result);
      }

      @Override
      public void piece(TrainingResult result) {
        throw new IllegalStateException();
      }

      @Override
      public void failure(int place, int index, Exception reason, double millis) {
        throw new IllegalStateException(reason);
      }
    }

    @Test
    void whatCannotBeKeptIsRefusedByName() throws Exception {
      String waiting = create(TENT.formatted("icons-clip-vit", 4));
      refused(waiting, "none", 409, "once it is completed");
      run(waiting, true);
      String episodic = run("{'method':{'type':'zero-shot'},'dataset':'icons-outline','limit':2}");
      refused(episodic, "none", 409, "there is nothing to keep");
      refused(waiting, "icons-clip-s", 409, "icons-clip-s is installed already");
      refused(waiting, "No name", 400, "lower-case");
      assertThat(keep("absent", "none")).hasStatus(404);
      await(keep(waiting, "begun"), "begun");
      String next = run(TENT.formatted("begun", 4));
      hub.remove("begun", model -> List.of());
      refused(next, "none", 409, "begun, with which the run began, is gone");
      hub.export("icons-clip-vit", folder.resolve("other"));
      hub.importFrom(folder.resolve("other"), "begun");
      refused(next, "none", 409, "begun is not as it was when the run began");
      jdbc.sql("delete from chain_state where experiment_id = :id").param("id", waiting).update();
      refused(waiting, "none", 409, "What it learned is lost");
      assertThat(mvc.get().uri("/experiments/" + waiting))
          .hasStatusOk()
          .bodyText()
          .contains("What it learned is lost");
      assertThat(hub.catalog().find("none")).isEmpty();
    }

    @Test
    void aMemoryStartsAnotherRunOfTheSameMethodModelAndClasses() throws Exception {
      String first = run(TDA);
      assertThat(mvc.get().uri("/experiments/" + first))
          .hasStatusOk()
          .bodyText()
          .contains("Keep what it learned");
      await(keep(first, "seen"), "seen");
      assertThat(hub.catalog().find("seen").orElseThrow().kind().name()).isEqualTo("memory");
      String start = TDA.replace("'views'", "'start':'seen','views'");
      assertBegins(start, "seen");
      String again = run(start);
      assertThat(answers(again)).hasSize(6).isNotEqualTo(answers(first));
      assertThat(Objects.requireNonNull(experiments.get(again).provenance()).fingerprints())
          .containsKey("seen");
      assertThat(answers(run(start))).as("each begins anew").isEqualTo(answers(again));
      wrong(start.replace("icons-clip-vit", "icons-clip-s"), "method.start", "icons-clip-vit");
      wrong(start.replace("seen", "icons-clip-s"), "method.start", "a memory that a run left");
      wrong(start.replace("'tda'", "'dmn'"), "method.start", "is of tda");
      wrong(
          start.replace("'views'", "'positive':{'alpha':1.5},'views'"),
          "method.positive.alpha",
          "must be 0.404");
      Path other = folder.resolve("elsewhere");
      hub.export("seen", other);
      Path card = other.resolve("card.json");
      String classes =
          Objects.requireNonNull(hub.catalog().find("seen").orElseThrow().learned()).classes();
      Files.writeString(card, Files.readString(card).replace(classes, "0".repeat(64)));
      hub.importFrom(other, "elsewhere");
      wrong(start.replace("seen", "elsewhere"), "method.start", "classes are others");
    }

    @Test
    void dmnBeginsWithWhatAnotherRunRemembered() throws Exception {
      String dmn = TDA.replace("'tda'", "'dmn'");
      await(keep(run(dmn), "slots"), "slots");
      String start = dmn.replace("'views'", "'start':'slots','views'");
      assertBegins(start, "slots");
      wrong(start.replace("'views'", "'memorySize':3,'views'"), "method.memorySize", "must be 50");
    }

    /** A run's first state is what was remembered, to the bit, also when it begins anew. */
    private void assertBegins(String json, String memory) throws IOException {
      Map<String, float[][]> expected = matrices(() -> hub.catalog().weights(memory));
      assertThat(expected).isNotEmpty();
      Path file = folder.resolve("first.safetensors");
      try (TaskRun run = runs.of(experiments.resolve(request(json))).open()) {
        while (!run.prepare()) {
          // in pieces
        }
        for (int time = 0; time < 2; time++) {
          assertThat(run.chain().orElseThrow().next()).isZero();
          run.chain().orElseThrow().save(file);
          Map<String, float[][]> found = matrices(() -> SafetensorsFile.open(file));
          assertThat(found.keySet()).isEqualTo(expected.keySet());
          found.forEach((name, rows) -> assertThat(rows).isDeepEqualTo(expected.get(name)));
          run.run(0, 1, new Taking(new ArrayList<>()));
          run.chain().orElseThrow().restart(0);
        }
      }
    }

    private static Map<String, float[][]> matrices(Supplier<TensorSource> source) {
      try (TensorSource open = source.get()) {
        return Matrices.of(open);
      }
    }

    private List<String> answers(String id) {
      List<String> answers = new ArrayList<>();
      experiments.forEachSample(id, s -> answers.add(String.valueOf(s.after())));
      return answers;
    }

    private void wrong(String json, String field, String message) {
      assertThatThrownBy(() -> experiments.create(request(json)))
          .isInstanceOfSatisfying(
              InvalidRequestException.class,
              e ->
                  assertThat(e.problems())
                      .anySatisfy(
                          p -> {
                            assertThat(p.field()).isEqualTo(field);
                            assertThat(p.message()).contains(message);
                          }));
    }

    private void refused(String id, String name, int status, String message) {
      assertThat(keep(id, name)).hasStatus(status).bodyText().contains(message);
    }

    private MvcTestResult keep(String id, String name) {
      return mvc.post()
          .uri("/api/experiments/%s/keep".formatted(id))
          .contentType(MediaType.APPLICATION_JSON)
          .content(JsonMapper.shared().writeValueAsString(Map.of("name", name)))
          .exchange();
    }

    private void await(MvcTestResult answer, String name) throws InterruptedException {
      assertThat(answer).hasStatus(202);
      await(name);
    }

    private void await(String name) throws InterruptedException {
      PullProgress progress = pulls.progress(name).orElseThrow();
      while (!progress.state().finished()) {
        Thread.sleep(10);
        progress = pulls.progress(name).orElseThrow();
      }
      assertThat(progress.state())
          .as(String.valueOf(progress.message()))
          .isEqualTo(PullProgress.State.COMPLETED);
    }

    private static ExperimentRequest request(String json) {
      return JsonMapper.shared().readValue(json.replace('\'', '"'), ExperimentRequest.class);
    }

    private String create(String json) {
      return experiments.create(request(json)).id();
    }

    private String run(String json) throws Exception {
      String id = create(json);
      run(id, true);
      return id;
    }

    private void run(String id, boolean completed) throws Exception {
      for (int shard = 0; !experiments.get(id).status().finished(); shard++) {
        runner.run(new ShardId(id, shard), () -> false);
      }
      assertThat(experiments.get(id).status() == ExperimentStatus.COMPLETED).isEqualTo(completed);
    }
  }
}
