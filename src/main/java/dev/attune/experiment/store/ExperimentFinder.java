package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentNotFoundException;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.ListedExperiment;
import dev.attune.experiment.domain.Position;
import dev.attune.experiment.domain.ResultPage;
import dev.attune.experiment.domain.Slice;
import dev.attune.experiment.store.ListOrder.Span;
import dev.attune.spec.Problems;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds experiments; filters, sorts and pages in the database. */
@Component
class ExperimentFinder {
  static final Set<ExperimentStatus> UNFINISHED =
      EnumSet.of(ExperimentStatus.QUEUED, ExperimentStatus.RUNNING, ExperimentStatus.CANCELLING);

  private final ExperimentRepository experiments;
  private final ListedRepository lists;
  private final ExperimentViews views;
  private final EntityManager entities;

  ExperimentFinder(
      ExperimentRepository experiments,
      ListedRepository lists,
      ExperimentViews views,
      EntityManager entities) {
    this.experiments = experiments;
    this.lists = lists;
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
    ListFilter filter = ListFilter.of(query, problems);
    ListOrder order = ListOrder.of(query.sort(), problems);
    problems.checkPage(query.page(), query.size());
    problems.check();
    int first = (int) Math.min(query.page() * (long) query.size(), Integer.MAX_VALUE);
    List<String> ids =
        keys(filter, order, Span.ALL, false, first, query.size()).stream().map(RowKey::id).toList();
    return ResultPage.of(
        views.views(inOrder(ids, experiments.findAllById(ids))),
        query.page(),
        query.size(),
        count(filter));
  }

  /** As {@link dev.attune.experiment.domain.ExperimentService#list(ExperimentQuery, Position)}. */
  @Transactional(readOnly = true)
  public Slice<ListedExperiment> find(ExperimentQuery query, Position position) {
    Problems problems = new Problems();
    ListFilter filter = ListFilter.of(query, problems);
    ListOrder order = ListOrder.of(query.sort(), problems);
    problems.checkPage(0, query.size());
    List<Span> spans = problems.isEmpty() ? order.from(position, problems) : List.of();
    problems.check();
    boolean backwards = position.before() != null;
    List<RowKey> keys = new ArrayList<>();
    for (Span span : spans) {
      int missing = query.size() + 1 - keys.size();
      if (missing > 0) {
        keys.addAll(keys(filter, order, span, backwards, 0, missing));
      }
    }
    if (backwards) {
      if (keys.size() < query.size()) {
        return find(query, Position.FIRST); // it would begin with a part that is too short
      }
      Collections.reverse(keys);
    }
    return Slice.of(keys, position, query.size(), RowKey::text).map(this::listed);
  }

  /** Those that completed last. */
  @Transactional(readOnly = true)
  public List<ListedExperiment> latest(int size) {
    ListFilter completed = ListFilter.of(ExperimentStatus.COMPLETED);
    return listed(keys(completed, ListOrder.LATEST, Span.ALL, false, 0, size));
  }

  /** Unfinished ones, those that run first. */
  @Transactional(readOnly = true)
  public List<ListedExperiment> active(int size) {
    return views.listed(lists.active(UNFINISHED, Limit.of(size)));
  }

  /** Where rows stand, in order: found by an index alone. */
  private List<RowKey> keys(
      ListFilter filter, ListOrder order, Span span, boolean backwards, int first, int size) {
    ListOrder.Column column = order.first();
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select e.id, e.createdAt%s from ListedEntity e %s order by %s"
                .formatted(
                    column == null ? "" : ", e." + column.name(),
                    filter.where(span.condition()),
                    order.by(filter.fixed().keySet(), backwards)),
            Object[].class);
    filter.values().forEach(query::setParameter);
    span.values().forEach(query::setParameter);
    return query
        .setFirstResult(first)
        .setMaxResults(size)
        .getResultStream()
        .map(row -> new RowKey(column == null ? null : row[2], (Instant) row[1], (String) row[0]))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private long count(ListFilter filter) {
    TypedQuery<Long> query =
        entities.createQuery("select count(e) from ListedEntity e " + filter.where(""), Long.class);
    filter.values().forEach(query::setParameter);
    return query.getSingleResult();
  }

  private List<ListedExperiment> listed(List<RowKey> keys) {
    List<String> ids = keys.stream().map(RowKey::id).toList();
    return ids.isEmpty() ? List.of() : views.listed(inOrder(ids, lists.findByIdIn(ids)));
  }

  private static <E extends ExperimentColumns> List<E> inOrder(List<String> ids, List<E> rows) {
    Map<String, E> found = rows.stream().collect(Collectors.toMap(e -> e.id, Function.identity()));
    return ids.stream().map(found::get).filter(Objects::nonNull).toList();
  }
}
