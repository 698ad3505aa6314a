package dev.attune.worker;

import dev.attune.task.RunSpec;
import dev.attune.task.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * The run that is open on the compute lane. It is kept from one shard of an experiment to the next,
 * since opening loads models and encodes the class texts. Confined to the lane's thread.
 */
final class OpenRun {
  private @Nullable RunSpec spec;
  private @Nullable TaskRun run;

  /** Opens a run, unless it is the one that is open. */
  TaskRun use(RunSpec wanted) {
    TaskRun current = run;
    if (current != null && wanted.equals(spec)) {
      return current;
    }
    close();
    TaskRun opened = wanted.open();
    spec = wanted;
    run = opened;
    return opened;
  }

  /** Closes what is open. */
  void close() {
    TaskRun current = run;
    run = null;
    spec = null;
    if (current != null) {
      current.close();
    }
  }
}
