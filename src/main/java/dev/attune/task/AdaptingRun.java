package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Chosen;
import dev.attune.method.Question;
import dev.attune.method.StreamState;
import dev.attune.method.Traits;
import dev.attune.method.options.HubnessSpec;
import dev.attune.metric.HubMemory;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    return waits == null ? chain.map(c -> c) : Optional.of(new HubnessChain(waits, chain, manager));
  }

  /** Whole samples while their queries fit; what was run ahead is one batch. */
  @Override
  public int batchEnd(int from, int end) {
    Hubness waits = hubness;
    if (waits != null && from < waits.ahead()) {
      return Math.min(waits.ahead(), end); // these were run, and wait
    }
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
      learn(waits.ahead(), to, waits);
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

  private void learn(int from, int to, Results results) {
    if (chain.isEmpty()) {
      adapt(from, to, results);
    } else {
      chain.get().inOrder(from, to, () -> adapt(from, to, results));
    }
  }

  private void adapt(int from, int to, Results results) {
    try (NDManager scope = manager.newSubManager()) {
      new Together(task, adapters, batch, scope).run(from, to, results);
    }
  }

  @Override
  public void close() {
    adapters.values().forEach(Adapter::close);
    task.close();
  }
}
