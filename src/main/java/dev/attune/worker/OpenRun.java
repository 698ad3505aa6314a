package dev.attune.worker;

import dev.attune.task.Task;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import org.jspecify.annotations.Nullable;

/**
 * The run that is open on the compute lane. It is kept from one shard of an experiment to the next,
 * since opening loads models and encodes the class texts. Confined to the lane's thread.
 */
final class OpenRun {
  private @Nullable TaskSpec spec;
  private @Nullable Task task;
  private @Nullable TaskRun run;

  /** Opens a run, unless it is the one that is open. */
  TaskRun use(Task wanted, TaskSpec wantedSpec) {
    TaskRun current = run;
    if (current != null && wanted.equals(task) && wantedSpec.equals(spec)) {
      return current;
    }
    close();
    TaskRun opened = wanted.open(wantedSpec);
    task = wanted;
    spec = wantedSpec;
    run = opened;
    return opened;
  }

  /** Closes what is open. */
  void close() {
    TaskRun current = run;
    run = null;
    task = null;
    spec = null;
    if (current != null) {
      current.close();
    }
  }
}
