package dev.attune.experiment.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Orders name the columns that are fixed, too: else H2 sorts what its index has in order. */
interface SampleRepository extends JpaRepository<SampleEntity, SampleEntity.Key> {

  @Query(
      "select s from SampleEntity s where s.key.experimentId = :id and s.key.place in :places"
          + " order by s.key.experimentId, s.key.place")
  List<SampleEntity> at(String id, Collection<Integer> places);

  @Query(
      "select s from SampleEntity s where s.key.experimentId = :id and s.key.place >= :from"
          + " order by s.key.experimentId, s.key.place")
  List<SampleEntity> from(String id, int from, Limit limit);

  @Query(
      "select s from SampleEntity s where s.key.experimentId = :id and s.outcome = FAILED"
          + " order by s.key.experimentId, s.key.place")
  List<SampleEntity> failed(String id, Limit limit);

  @Query(
      "select count(s) from SampleEntity s where s.key.experimentId = :id and s.outcome = FAILED"
          + " and s.key.place >= :from and s.key.place < :to")
  int countFailed(String id, int from, int to);

  @Query(
      "select s from SampleEntity s, ExperimentEntity e where e.id = :id"
          + " and s.key.experimentId = :id and s.index = :index"
          + " and s.key.place >= :order * e.samples and s.key.place < (:order + 1) * e.samples")
  Optional<SampleEntity> one(String id, int index, int order);

  @Modifying
  @Query(
      "delete from SampleEntity s where s.key.experimentId = :id"
          + " and s.key.place >= :from and s.key.place < :to")
  void deleteRange(String id, int from, int to);
}
