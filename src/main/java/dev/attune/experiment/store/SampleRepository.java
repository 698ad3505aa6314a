package dev.attune.experiment.store;

import dev.attune.experiment.domain.SampleView;
import java.util.Collection;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface SampleRepository extends JpaRepository<SampleEntity, SampleEntity.Key> {

  @Query(
      "select s from SampleEntity s where s.key.experimentId = :id and s.outcome in :outcomes"
          + " order by s.key.index")
  Page<SampleEntity> page(String id, Collection<SampleView.Outcome> outcomes, Pageable pageable);

  @Query(
      "select s from SampleEntity s where s.key.experimentId = :id and s.key.index >= :from"
          + " order by s.key.index")
  List<SampleEntity> from(String id, int from, Limit limit);

  @Query(
      "select s from SampleEntity s where s.key.experimentId = :id and s.outcome = FAILED"
          + " order by s.key.index")
  List<SampleEntity> failed(String id, Limit limit);

  @Query(
      "select count(s) from SampleEntity s where s.key.experimentId = :id and s.outcome = FAILED"
          + " and s.key.index >= :from and s.key.index < :to")
  int countFailed(String id, int from, int to);

  @Query(
      "select new dev.attune.experiment.store.SampleRepository$OutcomeCount(s.outcome, count(s))"
          + " from SampleEntity s where s.key.experimentId = :id group by s.outcome")
  List<OutcomeCount> outcomes(String id);

  /** How many samples had an outcome. */
  record OutcomeCount(SampleView.Outcome outcome, long count) {}

  @Modifying
  @Query(
      "delete from SampleEntity s where s.key.experimentId = :id"
          + " and s.key.index >= :from and s.key.index < :to")
  void deleteRange(String id, int from, int to);
}
