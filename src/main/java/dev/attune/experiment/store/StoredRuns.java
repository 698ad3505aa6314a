package dev.attune.experiment.store;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.experiment.domain.ExperimentConflictException;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.KeptRuns;
import dev.attune.experiment.domain.Provenance;
import dev.attune.hub.Learned;
import dev.attune.hub.ModelPulls;
import dev.attune.hub.PullProgress;
import dev.attune.spec.Keeping;
import dev.attune.spec.Work;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps what runs learned whose last states are in the database. */
@Component
class StoredRuns implements KeptRuns {
  private final ExperimentFinder experiments;
  private final StoredStates states;
  private final DatasetCatalog datasets;
  private final ModelPulls pulls;
  private final TransactionOperations transaction;

  StoredRuns(
      ExperimentFinder experiments,
      StoredStates states,
      DatasetCatalog datasets,
      ModelPulls pulls,
      TransactionOperations transaction) {
    this.experiments = experiments;
    this.states = states;
    this.datasets = datasets;
    this.pulls = pulls;
    this.transaction = transaction;
  }

  @Override
  public Optional<String> whyNot(ExperimentView run) {
    if (!(run.spec().work() instanceof Work.Adaptation work)) {
      return Optional.of(
          run.spec().isTraining()
              ? "A training installs its model itself."
              : "%s is not among the methods any more.".formatted(run.spec().type()));
    }
    Optional<String> episodic = Keeping.whyNot(work.chosen());
    if (episodic.isPresent()) {
      return episodic;
    }
    if (run.status() != ExperimentStatus.COMPLETED || run.provenance() == null) {
      return Optional.of(
          "The experiment is %s: what it learned can be kept once it is completed."
              .formatted(run.status()));
    }
    long bytes = transaction.execute(s -> states.bytes(run.id(), run.spec().limit()));
    if (bytes == 0) {
      return Optional.of(
          "What it learned is lost: it was larger than %d MB, or the run ended under a version that kept nothing."
              .formatted(StoredStates.MOST_KEPT >> 20));
    }
    return Keeping.isMemory(work.chosen()) && set(run).isEmpty()
        ? Optional.of(
            "The data set %s is gone or has changed, by whose classes the run remembered."
                .formatted(run.spec().dataset()))
        : Optional.empty();
  }

  /** The data set as the run saw it. */
  private Optional<DatasetInfo> set(ExperimentView run) {
    return datasets
        .find(run.spec().dataset())
        .filter(d -> d.fingerprint().equals(provenance(run).datasetFingerprint()));
  }

  private static Provenance provenance(ExperimentView run) {
    return Objects.requireNonNull(run.provenance());
  }

  @Override
  public PullProgress keep(String id, String name) {
    ExperimentView run = experiments.get(id);
    whyNot(run)
        .ifPresent(
            reason -> {
              throw new ExperimentConflictException(reason);
            });
    return pulls.startKeeping(name, learned(run), file -> read(id, file));
  }

  private void read(String id, Path file) {
    boolean there = transaction.execute(s -> states.read(id, 0, file));
    if (!there) {
      throw new ExperimentConflictException("The run %s was deleted meanwhile.".formatted(id));
    }
  }

  /** Those of one of its orders; a sample that fails does in each. */
  private static int samples(ExperimentView run) {
    ExperimentView.Progress progress = run.progress();
    return (progress.done() - progress.failed()) * run.spec().limit() / progress.total();
  }

  private Learned learned(ExperimentView run) {
    Provenance provenance = provenance(run);
    return Keeping.learned(
        run.spec(),
        Objects.requireNonNullElse(provenance.fingerprints().get(run.spec().model()), "unknown"),
        provenance.datasetFingerprint(),
        samples(run),
        () -> datasets.open(run.spec().dataset()).classNames(),
        run.id(),
        provenance.version());
  }
}
