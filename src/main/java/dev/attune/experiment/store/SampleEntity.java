package dev.attune.experiment.store;

import dev.attune.experiment.domain.Json;
import dev.attune.experiment.domain.SampleView;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.springframework.data.domain.Persistable;

/** One sample's result. Rows are inserted and deleted, never changed. */
@Entity
@Table(name = "sample")
class SampleEntity implements Persistable<SampleEntity.Key> {

  /** Its experiment and its place in the run. */
  @Embeddable
  record Key(String experimentId, int place) implements Serializable {}

  @EmbeddedId Key key = new Key("", 0);

  /** Within the data set. */
  @Column(name = "sample_index")
  int index;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  SampleView.Outcome outcome = SampleView.Outcome.UNCHANGED;

  /** {@link SampleView} as JSON. */
  @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
  String detail = "";

  protected SampleEntity() {}

  SampleEntity(String experimentId, SampleView sample) {
    key = new Key(experimentId, sample.place());
    index = sample.index();
    outcome = sample.outcome();
    detail = Json.write(sample);
  }

  SampleView view() {
    return Json.read(detail, SampleView.class).at(key.place()); // earlier versions did not say it
  }

  @Override
  public Key getId() {
    return key;
  }

  @Override
  public boolean isNew() {
    return true;
  }
}
