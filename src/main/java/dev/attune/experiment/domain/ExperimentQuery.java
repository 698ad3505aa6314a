package dev.attune.experiment.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which experiments are asked for; a null filter lets all pass.
 *
 * @param status a name of {@link ExperimentStatus}, in any case, or {@code active} for all
 *     unfinished ones
 * @param method name of a method, such as {@code rlcf-tune}
 * @param page from 0
 * @param size 1 to 200
 * @param sort a key of {@link #SORT_KEYS}, optionally followed by {@code ,asc} or {@code ,desc};
 *     null for the newest first
 */
public record ExperimentQuery(
    @Nullable String task,
    @Nullable String dataset,
    @Nullable String status,
    @Nullable String method,
    int page,
    int size,
    @Nullable String sort) {

  /** What a list can be sorted by; {@code metric} and {@code gain} are the task's first metric. */
  public static final List<String> SORT_KEYS =
      List.of(
          "createdAt",
          "finishedAt",
          "name",
          "status",
          "task",
          "dataset",
          "model",
          "method",
          "samples",
          "metric",
          "gain");

  /** The newest experiments. */
  public static ExperimentQuery newest(int size) {
    return new ExperimentQuery(null, null, null, null, 0, size, null);
  }
}
