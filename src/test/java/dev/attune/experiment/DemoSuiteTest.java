package dev.attune.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.settings.AttuneProperties;
import dev.attune.settings.AttuneProperties.Role;
import dev.attune.testing.OnH2;
import dev.attune.testing.QueueFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

@OnH2
class DemoSuiteTest extends QueueFixture {

  @Test
  void queuesEverythingOnceOnAnEmptyDatabase() {
    suite(Role.ALL, true).queueOnce();
    suite(Role.WEB, true).queueOnce();

    assertThat(experiments.list(ExperimentQuery.newest(50)).items())
        .hasSameSizeAs(DemoSuite.EXPERIMENTS)
        .allSatisfy(e -> assertThat(e.spec().preset()).isNotNull());
  }

  @Test
  void leavesADatabaseAloneThatIsNotEmpty() {
    create("tpt", 3);

    suite(Role.ALL, true).queueOnce();

    assertThat(experiments.list(ExperimentQuery.newest(50)).totalItems()).isEqualTo(1);
  }

  @Test
  void queuesNothingWhereItIsNotWanted() {
    suite(Role.ALL, false).queueOnce();
    suite(Role.WORKER, true).queueOnce();

    assertThat(experiments.list(ExperimentQuery.newest(50)).totalItems()).isZero();
  }

  private DemoSuite suite(Role role, boolean demo) {
    return new DemoSuite(
        experiments,
        new AttuneProperties(
            Path.of("unused"),
            "cpu",
            role,
            1,
            demo,
            0,
            new AttuneProperties.Queue(10, 10, 16),
            new AttuneProperties.Uploads(
                DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Duration.ofHours(1), 10),
            new AttuneProperties.Videos(DataSize.ofMegabytes(500)),
            new AttuneProperties.Security("attune", null, List.of()),
            new AttuneProperties.Pytorch(null)));
  }
}
