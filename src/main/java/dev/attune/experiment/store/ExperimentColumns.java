package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentStatus;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OrderColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The short columns of an experiment: what lists show, and are filtered and sorted by. */
@MappedSuperclass
abstract class ExperimentColumns {
  @Id String id = "";

  String name = "";

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  ExperimentStatus status = ExperimentStatus.QUEUED;

  String task = "";
  String dataset = "";
  String model = "";
  String method = "";

  /** Of each order. */
  int samples;

  /** How often they are run, each time in another order. */
  int orders;

  /** Value of the first metric. */
  @Nullable Double headline;

  /** Gain in the first metric. */
  @Nullable Double headlineGain;

  @Column(name = "seconds_per_sample")
  @Nullable Double secondsPerSample;

  Instant createdAt = Instant.EPOCH;
  @Nullable Instant finishedAt;

  @ElementCollection
  @CollectionTable(name = "experiment_metric", joinColumns = @JoinColumn(name = "experiment_id"))
  @OrderColumn(name = "position")
  List<MetricRow> metrics = new ArrayList<>();
}
