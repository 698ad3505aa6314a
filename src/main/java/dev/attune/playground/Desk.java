package dev.attune.playground;

import dev.attune.dataset.DatasetInfo;
import dev.attune.task.Interactive;
import dev.attune.task.Medium;
import dev.attune.task.Task;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked at one address: one task, or several of which the data set decides.
 *
 * @param tasks at least one
 */
public record Desk(List<Task> tasks) {
  public Desk {
    tasks = List.copyOf(tasks);
  }

  /** What all of its tasks have in common: addresses, title and fields. */
  public Interactive asks() {
    return Playground.asks(tasks.get(0));
  }

  /** Whether a video can be brought. */
  public boolean takesVideos() {
    return tasks.stream().anyMatch(t -> Playground.asks(t).medium() == Medium.VIDEO);
  }

  /** Their names. */
  public Set<String> ids() {
    return tasks.stream().map(Task::id).collect(Collectors.toSet());
  }

  /** The task that a data set serves; the first where it serves none. */
  public Task of(@Nullable DatasetInfo set) {
    return tasks.stream()
        .filter(t -> set != null && t.accepts(set))
        .findFirst()
        .orElse(tasks.get(0));
  }
}
