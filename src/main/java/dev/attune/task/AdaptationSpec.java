package dev.attune.task;

import java.util.Map;

/**
 * An adaptation on a data set.
 *
 * @param spec its values
 * @param files hashes of the files that they name: with others it would be another run
 */
public record AdaptationSpec(Task task, TaskSpec spec, Map<String, String> files)
    implements RunSpec {

  public AdaptationSpec {
    files = Map.copyOf(files);
  }

  /** With the files as they are now. */
  public AdaptationSpec(Task task, TaskSpec spec) {
    this(task, spec, task.files(spec.chosen()));
  }

  @Override
  public String dataset() {
    return spec.dataset();
  }

  @Override
  public long seed() {
    return spec.seed();
  }

  @Override
  public String model() {
    return spec.model();
  }

  @Override
  public String type() {
    return spec.chosen().method().id();
  }

  @Override
  public boolean chained() {
    return spec.chosen().traits().lasting();
  }

  @Override
  public int samples() {
    return spec.limit();
  }

  @Override
  public int orders() {
    return spec.stream().orders();
  }

  @Override
  public int batchEnd(int from, int end) {
    int most = spec.chosen().traits().batch().most();
    return most == 1 ? from + 1 : Batches.end(from, end, most, task.queries(spec));
  }

  @Override
  public void readInstalled() {
    task.readInstalled();
  }

  @Override
  public TaskRun open() {
    return task.open(spec);
  }
}
