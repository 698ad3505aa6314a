package dev.attune.experiment.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.attune.spec.Methods;
import dev.attune.spec.RunSpecs;
import dev.attune.spec.SpecReader;
import dev.attune.worker.ShardId;
import dev.attune.worker.ShardJournal;
import dev.attune.worker.WhileOut;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.resilience.annotation.EnableResilientMethods;

/** The workers' journal while its database is away. */
class WaitingJournalTest {
  private static final ShardId SHARD = new ShardId("experiment", 0);

  private final ExperimentRepository experiments = mock();

  @EnableResilientMethods
  static class Resilient {}

  @Test
  void aWorkerWaitsForTheDatabase() {
    when(experiments.findById("experiment"))
        .thenThrow(failure(new SQLException("The database has been closed", "90098", 90098)))
        .thenReturn(Optional.empty());

    try (AnnotationConfigApplicationContext context = context()) {
      assertThat(context.getBean(ShardJournal.class).spec(SHARD)).isEmpty();
    }

    verify(experiments, times(2)).findById("experiment");
  }

  @Test
  void whatWillNotPassIsToldAtOnce() {
    RuntimeException failure = failure(new SQLException("no such column", "42122", 42122));
    when(experiments.findById("experiment")).thenThrow(failure);

    try (AnnotationConfigApplicationContext context = context()) {
      ShardJournal journal = context.getBean(ShardJournal.class);
      assertThatThrownBy(() -> journal.spec(SHARD)).isSameAs(failure);
    }

    verify(experiments).findById("experiment");
  }

  private static RuntimeException failure(SQLException cause) {
    return new DataAccessResourceFailureException("", cause);
  }

  private AnnotationConfigApplicationContext context() {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.register(Resilient.class, WhileOut.class);
    context.registerBean(
        ShardJournal.class,
        () ->
            new JpaShardJournal(
                experiments,
                mock(ShardRepository.class),
                mock(SampleRepository.class),
                mock(TrainingLosses.class),
                mock(ProvenanceRecorder.class),
                mock(Completion.class),
                mock(SpecReader.class),
                mock(RunSpecs.class),
                mock(Methods.class),
                mock(StoredStates.class)));
    context.refresh();
    return context;
  }
}
