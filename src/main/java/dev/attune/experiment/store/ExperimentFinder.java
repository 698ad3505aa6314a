package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentNotFoundException;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.ResultPage;
import dev.attune.spec.Problems;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Nulls;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds experiments; filters, sorts and pages in the database. */
@Component
class ExperimentFinder {
  static final Set<ExperimentStatus> UNFINISHED =
      EnumSet.of(ExperimentStatus.QUEUED, ExperimentStatus.RUNNING, ExperimentStatus.CANCELLING);

  /** Where a key's name is not the column's. */
  private static final Map<String, String> COLUMNS =
      Map.of("metric", "headline", "gain", "headlineGain");

  private final ExperimentRepository experiments;
  private final ExperimentViews views;
  private final EntityManager entities;

  ExperimentFinder(
      ExperimentRepository experiments, ExperimentViews views, EntityManager entities) {
    this.experiments = experiments;
    this.views = views;
    this.entities = entities;
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
    Ordering ordering = ordering(query.sort(), problems);
    problems.checkPage(query.page(), query.size());
    problems.check();
    Filter filter = new Filter(query, statuses);
    return ResultPage.of(
        load(ids(filter, ordering, query.page() * (long) query.size(), query.size())),
        query.page(),
        query.size(),
        count(filter));
  }

  /** Those that completed last. */
  @Transactional(readOnly = true)
  public List<ExperimentView> latest(int size) {
    ExperimentQuery all = ExperimentQuery.newest(size);
    Filter completed = new Filter(all, EnumSet.of(ExperimentStatus.COMPLETED));
    return load(ids(completed, new Ordering("finishedAt", true), 0, size));
  }

  /** Names of experiments, in order: found by an index, without a look at their long texts. */
  private List<String> ids(Filter filter, Ordering ordering, long first, int size) {
    CriteriaBuilder builder = entities.getCriteriaBuilder();
    CriteriaQuery<String> query = builder.createQuery(String.class);
    Root<ExperimentEntity> root = query.from(ExperimentEntity.class);
    List<Order> orders = new ArrayList<>();
    // What is the same in all rows: so H2 knows an index that begins with it for a sorted one.
    filter.fixed().keySet().forEach(column -> orders.add(builder.asc(root.get(column))));
    String column = ordering.column();
    if (column != null && !filter.fixed().containsKey(column)) {
      orders.add(ordering.order(column, builder, root));
    }
    if ("createdAt".equals(ordering.column())) { // one index, read in one of its two directions
      orders.add(ordering.byId(builder, root));
    } else {
      orders.add(builder.desc(root.get("createdAt")));
      orders.add(builder.desc(root.get("id")));
    }
    query.select(root.get("id")).where(filter.predicates(builder, root)).orderBy(orders);
    return entities
        .createQuery(query)
        .setFirstResult((int) Math.min(first, Integer.MAX_VALUE))
        .setMaxResults(size)
        .getResultList();
  }

  private long count(Filter filter) {
    CriteriaBuilder builder = entities.getCriteriaBuilder();
    CriteriaQuery<Long> query = builder.createQuery(Long.class);
    Root<ExperimentEntity> root = query.from(ExperimentEntity.class);
    query.select(builder.count(root)).where(filter.predicates(builder, root));
    return entities.createQuery(query).getSingleResult();
  }

  private List<ExperimentView> load(List<String> ids) {
    Map<String, ExperimentEntity> found =
        experiments.findAllById(ids).stream()
            .collect(Collectors.toMap(e -> e.id, Function.identity()));
    return views.views(ids.stream().map(found::get).filter(Objects::nonNull).toList());
  }

  /** What rows must have. */
  private record Filter(ExperimentQuery query, Set<ExperimentStatus> statuses) {

    /** Columns that have one value in all rows. */
    Map<String, Object> fixed() {
      Map<String, Object> fixed = new LinkedHashMap<>();
      put(fixed, "task", query.task());
      put(fixed, "dataset", query.dataset());
      put(fixed, "method", query.method());
      if (statuses.size() == 1) {
        fixed.put("status", statuses.iterator().next());
      }
      return fixed;
    }

    private static void put(Map<String, Object> fixed, String column, @Nullable String value) {
      if (value != null && !value.isEmpty()) {
        fixed.put(column, value);
      }
    }

    Predicate[] predicates(CriteriaBuilder builder, Root<ExperimentEntity> root) {
      List<Predicate> all = new ArrayList<>();
      fixed().forEach((column, value) -> all.add(builder.equal(root.get(column), value)));
      if (statuses.size() > 1 && statuses.size() < ExperimentStatus.values().length) {
        all.add(root.get("status").in(statuses));
      }
      return all.toArray(Predicate[]::new);
    }
  }

  /** What comes before the newest first; null for nothing. */
  private record Ordering(@Nullable String column, boolean descending) {
    private static final Set<String> NULLABLE = Set.of("finishedAt", "headline", "headlineGain");

    Order byId(CriteriaBuilder builder, Root<ExperimentEntity> root) {
      return descending ? builder.desc(root.get("id")) : builder.asc(root.get("id"));
    }

    Order order(String column, CriteriaBuilder builder, Root<ExperimentEntity> root) {
      Nulls nulls = NULLABLE.contains(column) ? Nulls.LAST : Nulls.NONE;
      return descending
          ? builder.desc(root.get(column), nulls)
          : builder.asc(root.get(column), nulls);
    }
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

  private static Ordering ordering(@Nullable String text, Problems problems) {
    if (text == null || text.isEmpty()) {
      return new Ordering(null, true);
    }
    String[] parts = text.split(",", -1);
    boolean descending = parts.length == 2 && parts[1].equals("desc");
    problems.addUnless(
        ExperimentQuery.SORT_KEYS.contains(parts[0])
            && (parts.length == 1 || descending || (parts.length == 2 && parts[1].equals("asc"))),
        "sort",
        "must be one of %s, followed by ,asc or ,desc".formatted(ExperimentQuery.SORT_KEYS));
    return new Ordering(COLUMNS.getOrDefault(parts[0], parts[0]), descending);
  }
}
