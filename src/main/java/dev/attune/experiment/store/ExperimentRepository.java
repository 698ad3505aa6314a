package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentStatus;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface ExperimentRepository extends JpaRepository<ExperimentEntity, String> {

  /** Locks the row until the transaction ends: all changes of status are made under this lock. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select e from ExperimentEntity e where e.id = :id")
  Optional<ExperimentEntity> lock(String id);

  /** Writes what an experiment waits for, and nothing else of it, so that it takes no lock. */
  @Modifying
  @Query("update ExperimentEntity e set e.waitsFor = :lacking where e.id = :id")
  void waitsFor(String id, @Nullable String lacking);

  Optional<ExperimentEntity> findByIdempotencyKey(String key);

  long countByStatusIn(Collection<ExperimentStatus> statuses);

  List<ExperimentEntity> findByStatusIn(Collection<ExperimentStatus> statuses);

  /** The latest measured time a sample of a method with a model. */
  @Query(
      "select e.secondsPerSample from ExperimentEntity e where e.model = :model"
          + " and e.method = :method and e.secondsPerSample is not null"
          + " order by e.finishedAt desc")
  List<Double> measuredSeconds(String model, String method, Limit limit);
}
