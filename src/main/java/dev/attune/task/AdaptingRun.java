package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Chosen;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.StreamState;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.Traits;
import dev.attune.method.options.HubnessSpec;
import dev.attune.metric.HubMemory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Any task's samples, adapted to by any method: one query after the other, or in batches. */
public final class AdaptingRun implements TaskRun {
  private final OpenTask task;
  private final Chosen<?> chosen;
  private final Traits.Batch batch;
  private final NDManager manager;
  private final Map<Question, Adapter> adapters = new LinkedHashMap<>();
  private final int limit;
  private Optional<StreamChain> chain = Optional.empty();
  private @Nullable Hubness hubness;
  private boolean prepared;

  /**
   * Of a task that ranks what is found.
   *
   * @param manager parent of what samples need
   */
  public AdaptingRun(OpenTask task, TaskSpec spec, NDManager manager) {
    this(task, spec.chosen(), spec.limit(), manager);
  }

  /** Of another task, whose samples wait for no others. */
  public AdaptingRun(OpenTask task, Chosen<?> chosen, NDManager manager) {
    this(task, chosen, 0, manager);
  }

  /**
   * @param limit one past the run's last sample
   */
  private AdaptingRun(OpenTask task, Chosen<?> chosen, int limit, NDManager manager) {
    this.limit = limit;
    this.task = task;
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
              .map(state -> new StreamChain(state, task::queries));
      hubness = HubnessSpec.of(chosen.options()).map(this::hubness).orElse(null);
      prepared = true;
    }
    return prepared;
  }

  private Hubness hubness(HubnessSpec spec) {
    Map<Question, HubRows> directions = new EnumMap<>(Question.class);
    for (Question question : task.questions()) {
      Choosing subject = (Choosing) task.subject(question);
      int most = spec.batches(subject.candidates().getShape().get(0));
      HubMemory memory = new HubMemory(spec.batch(), most, subject.scale());
      directions.put(question, new HubRows(memory, spec.batch()));
    }
    return new Hubness(directions, task::answer);
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
    Hubness waits = hubness;
    return waits == null
        ? chain.map(c -> c)
        : Optional.of(new HubnessChain(waits, chain, manager));
  }

  /** Whole samples while their queries fit. */
  @Override
  public int batchEnd(int from, int end) {
    return Batches.end(from, end, batch.most(), task::queries);
  }

  @Override
  public void run(int from, int to, Results results) {
    requirePrepared();
    Hubness waits = hubness;
    if (waits == null) {
      learn(from, to, results);
      return;
    }
    if (from < waits.given() || from > waits.ahead()) {
      throw new IllegalStateException(
          "sample %d was asked for where sample %d comes next".formatted(from, waits.ahead()));
    }
    if (to > waits.ahead()) {
      runAhead(waits, to);
    }
    waits.give(to, results);
  }

  /** Runs samples whose results wait with others. */
  private void runAhead(Hubness waits, int to) {
    boolean ran = false;
    try {
      learn(waits.ahead(), to, new Waiting(waits));
      waits.ran(to);
      ran = true;
    } finally {
      if (!ran) {
        waits.lose();
      }
    }
  }

  @Override
  public boolean settled(int to, Results results) {
    Hubness waits = hubness;
    if (waits == null || waits.given() >= to) {
      return true;
    }
    if (waits.ahead() < limit) {
      runAhead(waits, batchEnd(waits.ahead(), limit));
    } else {
      waits.flush();
    }
    waits.give(to, results);
    return waits.given() >= to;
  }

  /** Takes what fails; results are taken with their rows. */
  private record Waiting(Hubness hubness) implements Results {
    @Override
    public void sample(SampleResult result) {
      throw new IllegalStateException("it comes with its rows");
    }

    @Override
    public void piece(TrainingResult result) {
      throw new IllegalStateException("a sample is no piece of a training");
    }

    @Override
    public void failure(int index, Exception reason, double millis) {
      hubness.fail(index, reason, millis);
    }
  }

  private void learn(int from, int to, Results results) {
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
        int index,
        OpenTask.Sample sample,
        double millis,
        List<Trace> traces,
        Map<Question, List<Answer.Scores>> rows) {

      Loaded(int index, OpenTask.Sample sample, double millis) {
        this(index, sample, millis, new ArrayList<>(), new EnumMap<>(Question.class));
      }

      void answered(Question question, Trace trace, boolean ranked) {
        traces.add(trace);
        if (ranked) {
          rows.computeIfAbsent(question, q -> new ArrayList<>()).add(trace.after().scored());
        }
      }
    }

    void run(int from, int to, Results results) {
      for (int index = from; index < to; index++) {
        long start = System.nanoTime();
        try {
          OpenTask.Sample sample = task.load(index, scope);
          loaded.add(new Loaded(index, sample, millisSince(start)));
        } catch (TaskException e) {
          throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
          results.failure(index, NoMemoryException.reason(e), millisSince(start));
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
        loaded.forEach(l -> results.failure(l.index(), reason, l.millis() + share(start)));
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
          owners.get(t).answered(question, traces.get(t - q), hubness != null);
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
          SampleResult timed = r.within(l.millis() + together + millisSince(own), adapted);
          if (results instanceof Waiting waits) {
            waits.hubness().take(timed, l.rows());
          } else {
            results.sample(timed);
          }
        } catch (TaskException e) {
          throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
          results.failure(l.index(), NoMemoryException.reason(e), l.millis() + together);
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
