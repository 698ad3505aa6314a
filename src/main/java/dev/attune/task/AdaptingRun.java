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
  private final Places places;
  private final Chosen<?> chosen;
  private final Traits.Batch batch;
  private final NDManager manager;
  private final Map<Question, Adapter> adapters = new LinkedHashMap<>();
  private Optional<StreamChain> chain = Optional.empty();
  private @Nullable Hubness hubness;
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
      hubness = HubnessSpec.of(chosen.options()).map(this::hubness).orElse(null);
      prepared = true;
    }
    return prepared;
  }

  private int queries(int place) {
    return task.queries(places.index(place));
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

  /** Whole samples of one order while their queries fit; what was run ahead is one batch. */
  @Override
  public int batchEnd(int from, int end) {
    Hubness waits = hubness;
    if (waits != null && from < waits.ahead()) {
      return Math.min(waits.ahead(), end); // these were run, and wait
    }
    return Batches.end(from, Math.min(end, places.end(from)), batch.most(), this::queries);
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
    int end = places.end(to - 1);
    if (waits.ahead() < end) {
      runAhead(waits, batchEnd(waits.ahead(), end));
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
      new Together(task, places, adapters, batch, scope).run(from, to, results);
    }
  }

  @Override
  public void close() {
    adapters.values().forEach(Adapter::close);
    task.close();
  }
}
