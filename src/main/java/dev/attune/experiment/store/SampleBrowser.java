package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentNotFoundException;
import dev.attune.experiment.domain.Position;
import dev.attune.experiment.domain.ResultPage;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.experiment.domain.SampleView;
import dev.attune.experiment.domain.SampleView.Outcome;
import dev.attune.experiment.domain.Slice;
import dev.attune.spec.Problems;
import dev.attune.task.SampleStream;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Reads the samples of an experiment. */
@Component
class SampleBrowser {
  private static final int CHUNK = 200;

  private final ExperimentRepository experiments;
  private final ShardRepository shards;
  private final SampleRepository samples;
  private final EntityManager entities;

  SampleBrowser(
      ExperimentRepository experiments,
      ShardRepository shards,
      SampleRepository samples,
      EntityManager entities) {
    this.experiments = experiments;
    this.shards = shards;
    this.samples = samples;
    this.entities = entities;
  }

  ResultPage<SampleView> page(String id, SampleFilter filter, int page, int size) {
    Problems problems = new Problems();
    problems.checkPage(page, size);
    problems.check();
    Map<Outcome, Long> counts = outcomes(id);
    long total =
        filter == SampleFilter.ALL
            ? counts.values().stream().mapToLong(Long::longValue).sum()
            : counts.getOrDefault(Outcome.valueOf(filter.name()), 0L);
    int first = (int) Math.min(page * (long) size, Integer.MAX_VALUE);
    return ResultPage.of(
        at(id, places(id, filter, Position.FIRST, -1, first, size)), page, size, total);
  }

  Slice<SampleView> slice(String id, SampleFilter filter, Position position, int size) {
    Problems problems = new Problems();
    problems.checkPage(0, size);
    int from = from(position, problems);
    problems.check();
    requireExperiment(id);
    List<Integer> places = places(id, filter, position, from, 0, size + 1);
    if (position.before() != null) {
      if (places.size() < size) {
        return slice(id, filter, Position.FIRST, size); // it would begin with a part too short
      }
      Collections.reverse(places);
    }
    return Slice.of(places, position, size, i -> Integer.toString(i)).map(part -> at(id, part));
  }

  private static int from(Position position, Problems problems) {
    String key = position.key();
    try {
      return key == null ? -1 : Integer.parseInt(key);
    } catch (NumberFormatException e) {
      problems.add(position.field(), "must be the place of a sample");
      return -1;
    }
  }

  /**
   * Places of samples, found by an index alone. The order names the columns that are fixed, too:
   * else H2 sorts what its index has in order.
   */
  private List<Integer> places(
      String id, SampleFilter filter, Position position, int from, int first, int size) {
    boolean backwards = position.before() != null;
    boolean all = filter == SampleFilter.ALL;
    String direction = backwards ? " desc" : "";
    TypedQuery<Integer> query =
        entities
            .createQuery(
                "select s.key.place from SampleEntity s where s.key.experimentId = :id"
                    + (all ? "" : " and s.outcome = :outcome")
                    + (backwards ? " and s.key.place < :from" : " and s.key.place > :from")
                    + " order by s.key.experimentId"
                    + direction
                    + (all ? "" : ", s.outcome" + direction)
                    + ", s.key.place"
                    + direction,
                Integer.class)
            .setParameter("id", id)
            .setParameter("from", from);
    if (!all) {
      query.setParameter("outcome", Outcome.valueOf(filter.name()));
    }
    return new ArrayList<>(query.setFirstResult(first).setMaxResults(size).getResultList());
  }

  private List<SampleView> at(String id, List<Integer> places) {
    return places.isEmpty()
        ? List.of()
        : samples.at(id, places).stream().map(SampleEntity::view).toList();
  }

  /**
   * The result of one sample.
   *
   * @param index within the data set
   * @param order the number of the order that it is of
   */
  SampleView one(String id, int index, int order) {
    boolean known = order >= 0 && order < SampleStream.MAX_ORDERS;
    return (known ? samples.one(id, index, order) : Optional.<SampleEntity>empty())
        .map(SampleEntity::view)
        .orElseThrow(
            () ->
                new ExperimentNotFoundException(
                    "The experiment %s has no result for sample %d%s."
                        .formatted(id, index, order == 0 ? "" : " in the order " + order)));
  }

  Map<Outcome, Long> outcomes(String id) {
    requireExperiment(id);
    ShardRepository.Outcomes counted = shards.outcomes(id);
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    counts.put(Outcome.FIXED, counted.fixed());
    counts.put(Outcome.BROKEN, counted.broken());
    counts.put(Outcome.UNCHANGED, counted.unchanged());
    counts.put(Outcome.FAILED, counted.failed());
    return counts;
  }

  /** Reads chunk by chunk, each in its own short transaction. */
  void forEach(String id, Consumer<SampleView> consumer) {
    requireExperiment(id);
    int from = 0;
    while (true) {
      List<SampleEntity> chunk = samples.from(id, from, Limit.of(CHUNK));
      chunk.forEach(s -> consumer.accept(s.view()));
      if (chunk.size() < CHUNK) {
        return;
      }
      from = chunk.get(chunk.size() - 1).key.place() + 1;
    }
  }

  private void requireExperiment(String id) {
    if (!experiments.existsById(id)) {
      throw ExperimentFinder.notFound(id);
    }
  }
}
