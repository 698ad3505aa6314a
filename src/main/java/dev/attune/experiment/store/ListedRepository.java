package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentStatus;
import java.util.Collection;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ListedRepository extends Repository<ListedEntity, String> {

  List<ListedEntity> findByIdIn(Collection<String> ids);

  @Query(
      "select e from ListedEntity e where e.status in :statuses"
          + " order by case when e.status = QUEUED then 1 else 0 end, e.createdAt, e.id")
  List<ListedEntity> active(Collection<ExperimentStatus> statuses, Limit limit);
}
