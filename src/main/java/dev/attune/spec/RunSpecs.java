package dev.attune.spec;

import dev.attune.task.AdaptationSpec;
import dev.attune.task.RunSpec;
import dev.attune.task.TaskException;
import dev.attune.task.TaskSpec;
import dev.attune.task.Tasks;
import dev.attune.task.training.Trainer;
import dev.attune.task.training.TrainingSpec;
import dev.attune.task.training.Workshop;
import org.springframework.stereotype.Component;

/** From what callers see to what workers run. */
@Component
public final class RunSpecs {
  private final Tasks tasks;
  private final Workshop shop;

  public RunSpecs(Tasks tasks, Workshop shop) {
    this.tasks = tasks;
    this.shop = shop;
  }

  /**
   * What a spec says is to be run.
   *
   * @throws TaskException when its task or its method is not here
   */
  public RunSpec of(ExperimentSpec spec) {
    if (spec.work() instanceof Work.Adaptation a) {
      return new AdaptationSpec(
          tasks.get(spec.task()),
          new TaskSpec(
              spec.dataset(), spec.limit(), spec.seed(), spec.model(), a.chosen(), spec.stream()));
    }
    if (spec.work() instanceof Work.Training t) {
      return training(t.trainer(), t.options(), spec);
    }
    throw new TaskException(
        "%s is not among the methods of this program or its plug-ins any more"
            .formatted(spec.type()));
  }

  @SuppressWarnings("unchecked") // the options were bound to the trainer's own type
  <O extends Record> TrainingSpec<O> training(
      Trainer<O> trainer, Record options, ExperimentSpec spec) {
    return new TrainingSpec<>(
        trainer, (O) options, spec.dataset(), spec.limit(), spec.seed(), spec.model(), shop);
  }
}
