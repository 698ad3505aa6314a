package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentNotFoundException;
import dev.attune.experiment.domain.ResultPage;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.experiment.domain.SampleView;
import dev.attune.experiment.domain.SampleView.Outcome;
import dev.attune.spec.Problems;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Component;

/** Reads the samples of an experiment. */
@Component
class SampleBrowser {
  private static final int CHUNK = 200;

  private final ExperimentRepository experiments;
  private final ShardRepository shards;
  private final SampleRepository samples;

  SampleBrowser(
      ExperimentRepository experiments, ShardRepository shards, SampleRepository samples) {
    this.experiments = experiments;
    this.shards = shards;
    this.samples = samples;
  }

  ResultPage<SampleView> page(String id, SampleFilter filter, int page, int size) {
    Problems problems = new Problems();
    problems.checkPage(page, size);
    problems.check();
    Map<Outcome, Long> counts = outcomes(id);
    Pageable asked = PageRequest.of(page, size);
    List<Integer> indices =
        filter == SampleFilter.ALL
            ? samples.indices(id, asked)
            : samples.indices(id, Outcome.valueOf(filter.name()), asked);
    long total =
        filter == SampleFilter.ALL
            ? counts.values().stream().mapToLong(Long::longValue).sum()
            : counts.getOrDefault(Outcome.valueOf(filter.name()), 0L);
    List<SampleEntity> found = indices.isEmpty() ? List.of() : samples.at(id, indices);
    return ResultPage.of(found.stream().map(SampleEntity::view).toList(), page, size, total);
  }

  SampleView one(String id, int index) {
    return samples
        .findById(new SampleEntity.Key(id, index))
        .map(SampleEntity::view)
        .orElseThrow(
            () ->
                new ExperimentNotFoundException(
                    "The experiment %s has no result for sample %d.".formatted(id, index)));
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
      from = chunk.get(chunk.size() - 1).key.index() + 1;
    }
  }

  private void requireExperiment(String id) {
    if (!experiments.existsById(id)) {
      throw ExperimentFinder.notFound(id);
    }
  }
}
