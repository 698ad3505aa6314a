package dev.attune.task;

import dev.attune.dataset.DatasetInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** All tasks, by name. */
@Component
public class Tasks {
  private final List<Task> all;

  public Tasks(List<Task> tasks) {
    all = tasks.stream().sorted(Comparator.comparing(Task::id)).toList();
  }

  public List<Task> list() {
    return all;
  }

  public Optional<Task> find(String id) {
    return all.stream().filter(t -> t.id().equals(id)).findFirst();
  }

  /**
   * The task of a name.
   *
   * @throws TaskException when there is none
   */
  public Task get(String id) {
    return find(id).orElseThrow(() -> new TaskException("there is no task " + id));
  }

  /** The names of those that a data set serves, the usual one first. */
  public List<String> of(DatasetInfo set) {
    return all.stream().filter(t -> t.accepts(set)).map(Task::id).toList();
  }
}
