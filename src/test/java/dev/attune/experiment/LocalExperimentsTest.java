package dev.attune.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.spec.ExperimentRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.node.JsonNodeFactory;

/** A run without the queue gives the numbers of the queue. */
@SpringBootTest(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:local-experiments",
      "attune.demo=false",
      "attune.shard-size=3"
    })
@DirtiesContext // its scheduler would go on polling
class LocalExperimentsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Autowired private ExperimentService experiments;

  @Test
  void numbersAreThoseOfTheQueueToTheLastDigit() throws Exception {
    ExperimentRequest request =
        new ExperimentRequest(
            null,
            "rlcf-prompt",
            null,
            "icons-outline",
            null,
            8,
            7L,
            null,
            JsonNodeFactory.instance.objectNode().put("steps", 2).put("views", 10));
    ExperimentView queued = experiments.create(request);
    Instant end = Instant.now().plus(PATIENCE);
    while (!experiments.get(queued.id()).status().finished() && Instant.now().isBefore(end)) {
      Thread.sleep(50);
    }
    ExperimentView view = experiments.get(queued.id());
    assertThat(view.status()).isEqualTo(ExperimentStatus.COMPLETED);
    try (LocalExperiments local = LocalExperiments.open()) {
      int[] heard = new int[2];
      LocalResult result =
          local.run(
              local.resolve(request),
              (done, total) -> {
                heard[0]++;
                heard[1] = total;
              });
      assertThat(heard).containsExactly(8, 8);
      assertThat(result.spec()).isEqualTo(view.spec());
      assertThat(result.failed()).isZero();
      assertThat(result.metrics()).isNotEmpty().isEqualTo(view.metrics());
      assertThat(result.baseline()).isEqualTo(view.baseline());
      assertThat(result.gains()).isEqualTo(view.gains());
      assertThat(result.provenance()).isEqualTo(view.provenance());
    }
  }
}
