package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.Traits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Samples that are adapted to together. */
final class Together {
  private final OpenTask task;
  private final Places places;
  private final Map<Question, Adapter> adapters;
  private final Traits.Batch batch;
  private final NDManager scope;
  private final List<Loaded> loaded = new ArrayList<>();

  /**
   * @param scope lives as long as their queries
   */
  Together(
      OpenTask task,
      Places places,
      Map<Question, Adapter> adapters,
      Traits.Batch batch,
      NDManager scope) {
    this.task = task;
    this.places = places;
    this.adapters = adapters;
    this.batch = batch;
    this.scope = scope;
  }

  /** A sample with its place, and the time that loading it took. */
  private record Loaded(
      int place,
      int index,
      OpenTask.Sample sample,
      double millis,
      List<Trace> traces,
      Map<Question, List<Trace>> byQuestion) {

    Loaded(int place, int index, OpenTask.Sample sample, double millis) {
      this(place, index, sample, millis, new ArrayList<>(), new EnumMap<>(Question.class));
    }

    void answered(Question question, Trace trace) {
      traces.add(trace);
      byQuestion.computeIfAbsent(question, q -> new ArrayList<>()).add(trace);
    }
  }

  void run(int from, int to, Results results) {
    for (int place = from; place < to; place++) {
      int index = places.index(place);
      long start = System.nanoTime();
      try {
        OpenTask.Sample sample = task.load(index, scope);
        loaded.add(new Loaded(place, index, sample, millisSince(start)));
      } catch (TaskException e) {
        throw e;
      } catch (RuntimeException | OutOfMemoryError e) {
        results.failure(place, index, NoMemoryException.reason(e), millisSince(start));
      }
    }
    long start = System.nanoTime();
    boolean adapted = true;
    try {
      for (Map.Entry<Question, Adapter> asked : adapters.entrySet()) {
        adapted &= ask(asked.getKey(), asked.getValue());
      }
    } catch (TaskException | CancellationException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      Exception reason = NoMemoryException.reason(e);
      loaded.forEach(l -> results.failure(l.place(), l.index(), reason, l.millis() + share(start)));
      return;
    }
    finish(adapted, start, results);
  }

  /** Takes the batch to the adapter, or what fits of a large sample; too few are left alone. */
  private boolean ask(Question question, Adapter adapter) {
    List<Query> queries = new ArrayList<>();
    List<Loaded> owners = new ArrayList<>();
    for (Loaded l : loaded) {
      for (Query query : l.sample().queries(question)) {
        queries.add(query);
        owners.add(l);
      }
    }
    boolean adapted = true;
    for (int q = 0; q < queries.size(); q += batch.most()) {
      int to = Math.min(q + batch.most(), queries.size());
      List<Query> together = queries.subList(q, to);
      boolean enough = together.size() >= batch.least();
      List<Trace> traces =
          enough ? adapter.adapt(together, Listener.NONE) : unadapted(question, together);
      for (int t = q; t < to; t++) {
        owners.get(t).answered(question, traces.get(t - q));
      }
      adapted &= enough;
    }
    return adapted;
  }

  private List<Trace> unadapted(Question question, List<Query> queries) {
    Subject subject = task.subject(question);
    return queries.stream().map(q -> Trace.unadapted(subject.answer(q))).toList();
  }

  private void finish(boolean adapted, long start, Results results) {
    double together = share(start);
    for (Loaded l : loaded) {
      long own = System.nanoTime();
      try {
        SampleResult r = l.sample().result(l.traces());
        SampleResult timed = r.at(l.place(), l.millis() + together + millisSince(own), adapted);
        if (results instanceof Hubness waits) {
          waits.take(timed, l.byQuestion());
        } else {
          results.sample(timed);
        }
      } catch (TaskException e) {
        throw e;
      } catch (RuntimeException | OutOfMemoryError e) {
        results.failure(l.place(), l.index(), NoMemoryException.reason(e), l.millis() + together);
      }
    }
  }

  private double share(long start) {
    return millisSince(start) / Math.max(1, loaded.size());
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
