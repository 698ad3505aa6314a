package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.Chosen;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.StreamState;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.Traits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Any task's samples, adapted to by any method: one query after the other, or in batches. */
public final class AdaptingRun implements TaskRun {
  private final OpenTask task;
  private final Places places;
  private final Chosen<?> chosen;
  private final Traits.Batch batch;
  private final NDManager manager;
  private final Map<Question, Adapter> adapters = new LinkedHashMap<>();
  private Optional<StreamChain> chain = Optional.empty();
  private boolean prepared;

  /**
   * @param places of the samples that are run
   * @param manager parent of what samples need
   */
  public AdaptingRun(OpenTask task, Places places, Chosen<?> chosen, NDManager manager) {
    this.task = task;
    this.places = places;
    this.chosen = chosen;
    this.batch = chosen.traits().batch();
    this.manager = manager;
  }

  @Override
  public boolean prepare() {
    if (!prepared && task.prepare()) {
      for (Question question : task.questions()) {
        adapters.put(question, chosen.open(task.subject(question)));
      }
      chain =
          adapters.values().stream()
              .flatMap(a -> a.state().stream())
              .reduce(this::only)
              .map(state -> new StreamChain(state, this::queries));
      prepared = true;
    }
    return prepared;
  }

  private int queries(int place) {
    return task.queries(places.index(place));
  }

  private StreamState only(StreamState one, StreamState other) {
    throw new TaskException(
        "%s learns from sample to sample, which is for one question at a time"
            .formatted(chosen.method().id()));
  }

  private void requirePrepared() {
    if (!prepared) {
      throw new IllegalStateException("the run is not prepared yet");
    }
  }

  @Override
  public Optional<Chain> chain() {
    requirePrepared();
    return chain.map(c -> c);
  }

  /** Whole samples of one order while their queries fit. */
  @Override
  public int batchEnd(int from, int end) {
    return Batches.end(from, Math.min(end, places.end(from)), batch.most(), this::queries);
  }

  @Override
  public void run(int from, int to, Results results) {
    requirePrepared();
    if (chain.isEmpty()) {
      adapt(from, to, results);
    } else {
      chain.get().inOrder(from, to, () -> adapt(from, to, results));
    }
  }

  private void adapt(int from, int to, Results results) {
    try (NDManager scope = manager.newSubManager()) {
      new Together(scope).run(from, to, results);
    }
  }

  /** Samples that are adapted to together. */
  private final class Together {
    private final NDManager scope;
    private final List<Loaded> loaded = new ArrayList<>();

    Together(NDManager scope) {
      this.scope = scope;
    }

    /** A sample with its place, and the time that loading it took. */
    private record Loaded(
        int place, int index, OpenTask.Sample sample, double millis, List<Trace> traces) {}

    void run(int from, int to, Results results) {
      for (int place = from; place < to; place++) {
        int index = places.index(place);
        long start = System.nanoTime();
        try {
          OpenTask.Sample sample = task.load(index, scope);
          loaded.add(new Loaded(place, index, sample, millisSince(start), new ArrayList<>()));
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
        loaded.forEach(
            l -> results.failure(l.place(), l.index(), reason, l.millis() + share(start)));
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
          owners.get(t).traces().add(traces.get(t - q));
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
          double millis = l.millis() + together + millisSince(own);
          results.sample(r.at(l.place(), millis, adapted));
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
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  @Override
  public void close() {
    adapters.values().forEach(Adapter::close);
    task.close();
  }
}
