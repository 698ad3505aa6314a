package dev.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trainings as experiments, on the built-in models: of 45 captions 40 are learnt from, four a step,
 * and five are kept back. That makes 24 pieces of work, with one batch of embeddings for the
 * pictures, or three for the captions.
 */
@SpringBootTest(
    properties = {"attune.demo=false", "attune.role=web", "attune.shard-size=4", "server.port=0"})
@AutoConfigureMockMvc
class TrainingExperimentTest {
  private static final int PIECES = 24 + 1;
  private static final int SHARDS = 7;

  @TempDir static Path home;

  @Autowired ExperimentService experiments;
  @Autowired ShardRunner runner;
  @Autowired ShardJournal journal;
  @Autowired ModelCatalog models;
  @Autowired MockMvcTester mvc;
  @Autowired JdbcClient jdbc;

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry registry) {
    registry.add("attune.home", home::toString);
  }

  @Test
  void theCaptionerIsInstalledAndStays() throws Exception {
    String id = created("clipcap", "installed");
    assertThat(post("clipcap", "installed")).hasStatus(400);
    finish(id);

    ExperimentView view = experiments.get(id);
    assertThat(view.status()).as(view.error()).isEqualTo(ExperimentStatus.COMPLETED);
    assertThat(view.progress().total()).isEqualTo(PIECES);
    assertThat(view.progress().done()).isEqualTo(PIECES);
    assertThat(view.metrics()).isEmpty();
    assertThat(Objects.requireNonNull(view.losses()).validation()).hasSize(2);
    assertThat(view.losses().training()).hasSize(20);
    assertThat(view.losses().examplesPerSecond()).isPositive();
    assertThat(files("cache/chains")).isEmpty();
    assertThat(hasState(id)).isFalse();
    assertThat(files("cache/trainings")).isEmpty();
    assertThat(text("/api/leaderboards")).isEqualTo("[]");
    assertThat(text("/experiments/" + id)).contains("class=\"curve\"", "Validation loss", "try it");
    assertThat(text("/api/experiments/" + id + "/export.csv").lines()).hasSize(1 + 22);
    assertThat(json("/api/experiments/" + id + "/export.json").get("losses")).hasSize(22);

    JsonNode problem = JsonMapper.shared().readTree(text(post("capdec", "installed")));
    assertThat(problem.get("errors").get(0).get("field").asString())
        .isEqualTo("training.captioner");
    assertThat(problem.get("errors").get(0).get("message").asString())
        .contains("installed already");
    assertThat(mvc.post().uri("/api/experiments/{id}/rerun", id)).hasStatus(400);

    experiments.delete(id);
    ModelInfo model = models.find("installed").orElseThrow();
    assertThat(model.problem()).isNull();
    assertThat(model.description()).contains("A ClipCap", "9 samples of scenes", "seed 3");
    ExperimentSpec captioning =
        experiments.resolve(
            new ExperimentRequest(
                null, "rlcf-clipcap", null, "scenes", null, 2, null, "installed", null));
    assertThat(captioning.judges()).as("its judge is known").containsExactly("icons-clip-l");
  }

  /** Whatever interrupts a training, it comes out the same to the last bit. */
  @Test
  void goesOnToTheSameLosses() throws Exception {
    String whole = created("capdec", "whole");
    String apart = created("capdec", "apart");
    for (int shard = 0; shard < SHARDS; shard++) { // each makes the other go on from its file
      run(whole, shard);
      run(apart, shard);
    }
    List<Object> expected = losses(whole);
    assertThat(expected).hasSize(22);
    assertThat(losses(apart)).isEqualTo(expected);
    assertThat(Files.mismatch(weights("whole"), weights("apart"))).isEqualTo(-1);

    String stopped = created("capdec", "stopped");
    AtomicInteger pieces = new AtomicInteger();
    assertThat(runner.run(new ShardId(stopped, 0), () -> pieces.incrementAndGet() >= 3))
        .as("finished")
        .isFalse();
    run(stopped, 0);
    assertThatThrownBy(() -> runner.run(new ShardId(stopped, 1), dieAfter(2))).hasMessage("killed");
    run(stopped, 1);
    jdbc.sql("delete from chain_state").update();
    String other = created("clipcap", "other");
    run(other, 0); // the loaded one is gone, too
    run(stopped, 2);
    pieces.set(0);
    runner.run(new ShardId(stopped, 3), () -> pieces.incrementAndGet() >= 2); // in a validation
    run(other, 1);
    for (int shard = 3; shard < SHARDS - 1; shard++) {
      run(stopped, shard);
    }
    assertThatThrownBy(() -> runner.run(new ShardId(stopped, SHARDS - 1), dieAfter(3)))
        .hasMessage("killed");
    assertThat(models.find("stopped")).as("installed, and nobody was told").isPresent();
    run(stopped, SHARDS - 1);
    assertThat(losses(stopped)).isEqualTo(expected);
    assertThat(Files.mismatch(weights("whole"), weights("stopped"))).isEqualTo(-1);
  }

  @Test
  void isCancelledBetweenPieces() throws Exception {
    String id = created("clipcap", "unwanted");
    AtomicInteger pieces = new AtomicInteger();
    runner.run(
        new ShardId(id, 0),
        () -> {
          if (pieces.incrementAndGet() == 2) {
            experiments.cancel(id);
          }
          return false;
        });
    ExperimentView view = experiments.get(id);
    assertThat(view.status()).isEqualTo(ExperimentStatus.CANCELLED);
    assertThat(view.progress().done()).isEqualTo(2);
    assertThat(models.find("unwanted")).isEmpty();
    assertThat(text("/experiments/" + id)).contains("no model was installed");

    MvcTestResult again = mvc.post().uri("/api/experiments/{id}/rerun", id).exchange();
    assertThat(again).hasStatus(201);
    String rerun = JsonMapper.shared().readTree(text(again)).get("id").asString();
    run(rerun, 0);
    assertThat(hasState(rerun)).isTrue();
    experiments.cancel(rerun);
    run(rerun, 1);
    assertThat(hasState(rerun)).as("nobody needs it").isFalse();
  }

  /** Whether the state of a chain is kept. */
  private boolean hasState(String id) {
    return jdbc.sql("select count(*) from chain_state where experiment_id = :id")
            .param("id", id)
            .query(Integer.class)
            .single()
        > 0;
  }

  private static BooleanSupplier dieAfter(int pieces) {
    AtomicInteger done = new AtomicInteger();
    return () -> {
      if (done.incrementAndGet() == pieces) {
        throw new IllegalStateException("killed");
      }
      return false;
    };
  }

  private String created(String type, String captioner) {
    MvcTestResult result = post(type, captioner);
    assertThat(result).hasStatus(201);
    return JsonMapper.shared().readTree(text(result)).get("id").asString();
  }

  private MvcTestResult post(String type, String captioner) {
    String body =
        """
        {"preset":"train-%s","dataset":"scenes","limit":9,"seed":3,
         "training":{"captioner":"%s","epochs":2,"batch":4}}
        """;
    return mvc.post()
        .uri("/api/experiments")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body.formatted(type, captioner))
        .exchange();
  }

  private String text(String path) {
    return text(mvc.get().uri(path).exchange());
  }

  private static String text(MvcTestResult result) {
    assertThat(result).bodyText().isNotNull();
    return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
  }

  private JsonNode json(String path) {
    return JsonMapper.shared().readTree(text(path));
  }

  private void finish(String id) throws Exception {
    for (int shard = 0; shard < SHARDS; shard++) {
      run(id, shard);
    }
    assertThat(journal.next(new ShardId(id, SHARDS - 1))).isEmpty();
  }

  private void run(String id, int shard) throws Exception {
    assertThat(runner.run(new ShardId(id, shard), () -> false)).as("shard %d", shard).isTrue();
  }

  private List<Object> losses(String id) {
    List<Object> all = new ArrayList<>();
    experiments.forEachLoss(id, l -> all.add(List.of(l.step(), l.validation(), l.loss())));
    return all;
  }

  private static Path weights(String model) {
    return home.resolve("models").resolve(model).resolve("model.safetensors");
  }

  private static List<Path> files(String folder) throws IOException {
    Path path = home.resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (var files = Files.list(path)) {
      return files.toList();
    }
  }
}
