package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.leaderboard.BoardRows;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.SpecReader;
import jakarta.persistence.Entity;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** An experiment's whole row, its long texts with it. */
@Entity
@Table(name = "experiment")
class ExperimentEntity extends ExperimentColumns implements Persistable<String> {
  @Nullable String preset;

  @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
  String spec = "";

  /** {@link dev.attune.spec.Origins} as JSON; null for runs of version 1. */
  @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
  @Nullable String origins;

  /** Hash of the plug-in that the method came from; null for one of the program's own. */
  @Nullable String plugin;

  /** What no worker has had so far that its shards need. */
  @Nullable String waitsFor;

  @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
  @Nullable String provenance;

  @Nullable String error;

  /**
   * What each of several orders gave: {@link dev.attune.experiment.domain.OrderResult}s as JSON.
   */
  @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
  @Nullable String orderResults;

  @Nullable String idempotencyKey;
  @Nullable String requestHash;
  @Nullable Instant startedAt;

  @Transient private boolean stored;

  @Transient private SpecReader.@Nullable Stored parsed;

  protected ExperimentEntity() {}

  /**
   * @param samples see {@link dev.attune.task.RunSpec#samples}
   * @param orders see {@link dev.attune.task.RunSpec#orders}
   * @param json the spec as it is kept
   */
  ExperimentEntity(
      String id,
      String name,
      ExperimentSpec spec,
      String json,
      int samples,
      int orders,
      Instant createdAt) {
    this.id = id;
    this.name = name;
    this.task = spec.task();
    this.dataset = spec.dataset();
    this.model = spec.model();
    this.method = spec.type();
    this.preset = spec.preset();
    this.samples = samples;
    this.orders = orders;
    this.spec = json;
    this.parsed = new SpecReader.Stored(spec, List.of());
    this.createdAt = createdAt;
  }

  /** The spec, which is read once. */
  ExperimentSpec spec(SpecReader reader) {
    return stored(reader).spec();
  }

  /** The spec with what there is to say of it. */
  SpecReader.Stored stored(SpecReader reader) {
    SpecReader.Stored known = parsed;
    if (known == null) {
      known = reader.stored(spec);
      parsed = known;
    }
    return known;
  }

  /** What it is ranked with. */
  BoardRows.Key row() {
    return new BoardRows.Key(task, dataset, model, method, preset);
  }

  /** Ends its life. */
  void finish(ExperimentStatus finalStatus) {
    status = finalStatus;
    finishedAt = Instant.now();
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return !stored;
  }

  @PostLoad
  @PostPersist
  void markStored() {
    stored = true;
  }
}
