package dev.attune.experiment.store;

import dev.attune.experiment.domain.ShardScores;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** Consecutive samples of an experiment that one worker runs. */
@Entity
@Table(name = "shard")
class ShardEntity implements Persistable<ShardEntity.Key> {

  /** Where a shard is in its life. */
  enum Status {
    QUEUED,
    RUNNING,
    DONE,
    CANCELLED
  }

  /** Its experiment and its place in it, from 0. */
  @Embeddable
  record Key(String experimentId, int number) implements Serializable {}

  @EmbeddedId Key key = new Key("", 0);

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  Status status = Status.QUEUED;

  /** Place of its first sample in the run. */
  int firstIndex;

  /** One past the place of its last sample. */
  int lastIndex;

  /** Samples at places before it are written. */
  int nextIndex;

  /** Samples that were run, written or not. */
  int done;

  int failed;

  /** Samples that were left as they are. */
  int unadapted;

  /** Rows of its samples by outcome; those that failed are {@code unreadable}. */
  int fixed;

  int broken;
  int unchanged;
  int unreadable;

  double millis;

  /** How often it was taken up since something was last written. */
  int attempts;

  @Nullable String worker;

  /** {@link ShardScores} as JSON. */
  @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
  @Nullable String scores;

  @Transient private boolean stored;

  protected ShardEntity() {}

  ShardEntity(Key key, int firstIndex, int lastIndex) {
    this.key = key;
    this.firstIndex = firstIndex;
    this.lastIndex = lastIndex;
    this.nextIndex = firstIndex;
  }

  /** The number of the order that it is in. */
  int order(ExperimentEntity experiment) {
    return firstIndex / experiment.samples;
  }

  /** Whether no shard must be over before it. */
  boolean beginsAnOrder(ExperimentEntity experiment) {
    return firstIndex % experiment.samples == 0;
  }

  /** Counts the rows that are written from a sample on. */
  void count(List<SampleEntity> rows, boolean fromStart) {
    if (fromStart) {
      fixed = 0;
      broken = 0;
      unchanged = 0;
      unreadable = 0;
    }
    for (SampleEntity row : rows) {
      switch (row.outcome) {
        case FIXED -> fixed++;
        case BROKEN -> broken++;
        case UNCHANGED -> unchanged++;
        case FAILED -> unreadable++;
      }
    }
  }

  @Override
  public Key getId() {
    return key;
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
