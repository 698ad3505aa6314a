package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentNotFoundException;
import dev.attune.experiment.domain.ResultPage;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.experiment.domain.SampleView;
import dev.attune.experiment.domain.SampleView.Outcome;
import dev.attune.spec.Problems;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.stereotype.Component;

/** Reads the samples of an experiment. */
@Component
class SampleBrowser {
  private static final int CHUNK = 200;

  private final ExperimentRepository experiments;
  private final SampleRepository samples;

  SampleBrowser(ExperimentRepository experiments, SampleRepository samples) {
    this.experiments = experiments;
    this.samples = samples;
  }

  ResultPage<SampleView> page(String id, SampleFilter filter, int page, int size) {
    Problems problems = new Problems();
    ExperimentFinder.checkPage(page, size, problems);
    problems.check();
    requireExperiment(id);
    Set<Outcome> outcomes =
        filter == SampleFilter.ALL
            ? EnumSet.allOf(Outcome.class)
            : EnumSet.of(Outcome.valueOf(filter.name()));
    Page<SampleEntity> found = samples.page(id, outcomes, PageRequest.of(page, size));
    return ResultPage.of(
        found.map(SampleEntity::view).getContent(), page, size, found.getTotalElements());
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
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    EnumSet.allOf(Outcome.class).forEach(o -> counts.put(o, 0L));
    samples.outcomes(id).forEach(c -> counts.put(c.outcome(), c.count()));
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
