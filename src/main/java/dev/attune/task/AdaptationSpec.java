package dev.attune.task;

/**
 * An adaptation on a data set.
 *
 * @param spec its values
 */
public record AdaptationSpec(Task task, TaskSpec spec) implements RunSpec {

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
