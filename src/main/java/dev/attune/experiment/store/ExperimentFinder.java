package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentNotFoundException;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.ResultPage;
import dev.attune.spec.Problems;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds experiments; filters, sorts and pages in the database. */
@Component
class ExperimentFinder {
  static final Set<ExperimentStatus> UNFINISHED =
      EnumSet.of(ExperimentStatus.QUEUED, ExperimentStatus.RUNNING, ExperimentStatus.CANCELLING);

  private static final int MAX_SIZE = 200;

  /** Where a key's name is not the column's. */
  private static final Map<String, String> COLUMNS =
      Map.of("metric", "headline", "gain", "headlineGain");

  private final ExperimentRepository experiments;
  private final ExperimentViews views;

  ExperimentFinder(ExperimentRepository experiments, ExperimentViews views) {
    this.experiments = experiments;
    this.views = views;
  }

  static ExperimentNotFoundException notFound(String id) {
    return new ExperimentNotFoundException("There is no experiment " + id + ".");
  }

  @Transactional(readOnly = true)
  public ExperimentView get(String id) {
    return views.detailed(experiments.findById(id).orElseThrow(() -> notFound(id)));
  }

  @Transactional(readOnly = true)
  public ResultPage<ExperimentView> find(ExperimentQuery query) {
    Problems problems = new Problems();
    Set<ExperimentStatus> statuses = statuses(query.status(), problems);
    Sort sort = sort(query.sort(), problems);
    checkPage(query.page(), query.size(), problems);
    problems.check();
    Specification<ExperimentEntity> filter =
        Specification.allOf(
            equal("task", query.task()),
            equal("dataset", query.dataset()),
            equal("method", query.method()),
            (root, q, builder) -> root.get("status").in(statuses));
    Page<ExperimentEntity> page =
        experiments.findAll(filter, PageRequest.of(query.page(), query.size(), sort));
    return ResultPage.of(
        views.views(page.getContent()), query.page(), query.size(), page.getTotalElements());
  }

  /** Names a page or a size that is out of bounds. */
  static void checkPage(int page, int size, Problems problems) {
    problems.addUnless(page >= 0 && page <= 1_000_000, "page", "must be 0 to 1000000");
    problems.addUnless(
        size >= 1 && size <= MAX_SIZE, "size", "must be 1 to %d".formatted(MAX_SIZE));
  }

  private static Specification<ExperimentEntity> equal(String column, @Nullable String value) {
    return (root, query, builder) ->
        value == null || value.isEmpty()
            ? builder.conjunction()
            : builder.equal(root.get(column), value);
  }

  private static Set<ExperimentStatus> statuses(@Nullable String name, Problems problems) {
    if (name == null || name.isEmpty()) {
      return EnumSet.allOf(ExperimentStatus.class);
    }
    if (name.equals("active")) {
      return UNFINISHED;
    }
    for (ExperimentStatus status : ExperimentStatus.values()) {
      if (status.name().equals(name.toUpperCase(Locale.ROOT))) {
        return EnumSet.of(status);
      }
    }
    problems.add("status", "must be active or one of " + List.of(ExperimentStatus.values()));
    return UNFINISHED;
  }

  private static Sort sort(@Nullable String text, Problems problems) {
    List<Sort.Order> orders = new ArrayList<>();
    if (text != null && !text.isEmpty()) {
      String[] parts = text.split(",", -1);
      boolean descending = parts.length == 2 && parts[1].equals("desc");
      boolean sound =
          ExperimentQuery.SORT_KEYS.contains(parts[0])
              && (parts.length == 1 || descending || (parts.length == 2 && parts[1].equals("asc")));
      problems.addUnless(
          sound,
          "sort",
          "must be one of %s, followed by ,asc or ,desc".formatted(ExperimentQuery.SORT_KEYS));
      if (sound) {
        String column = COLUMNS.getOrDefault(parts[0], parts[0]);
        orders.add((descending ? Sort.Order.desc(column) : Sort.Order.asc(column)).nullsLast());
      }
    }
    orders.add(Sort.Order.desc("createdAt"));
    orders.add(Sort.Order.desc("id"));
    return Sort.by(orders);
  }
}
