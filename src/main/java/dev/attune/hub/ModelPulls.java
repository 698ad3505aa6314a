package dev.attune.hub;

import dev.attune.hub.PullProgress.State;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls and imports in the background, two at a time, and the last of each model. Thread-safe. */
public final class ModelPulls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelPulls.class);
  private static final int AT_ONCE = 2;

  private final ModelHub hub;
  private final Map<String, Pull> pulls = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE,
          task -> {
            Thread thread = new Thread(task, "model-pull");
            thread.setDaemon(true);
            return thread;
          });

  public ModelPulls(ModelHub hub) {
    this.hub = hub;
  }

  /** What takes its time. */
  @FunctionalInterface
  private interface Work {
    void run(PullListener listener) throws InterruptedException;
  }

  private static final class Pull implements PullListener {
    private final String kept;
    private volatile PullProgress progress;
    private volatile boolean cancelled;

    /**
     * @param kept what to say of what is there when it is cancelled
     */
    Pull(PullProgress progress, String kept) {
      this.progress = progress;
      this.kept = kept;
    }

    @Override
    public void at(PullProgress now) {
      progress = now;
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }

  /**
   * Starts a pull.
   *
   * @throws HubException when the model cannot be pulled or is being pulled
   */
  public PullProgress start(String name) {
    KnownModel model = hub.pullable(name);
    return start(
        PullProgress.waiting(name, model.bytes()),
        "what has arrived is kept for the next pull",
        listener -> hub.pull(name, listener));
  }

  /**
   * Starts an import of a folder below {@code attune.home/import}.
   *
   * @throws HubException when the name is taken, the folder is no model by its names and shapes, or
   *     the model is being pulled or imported
   */
  public PullProgress startImport(String folder, String name) {
    ModelTransfer.Source source = hub.importable(folder, name);
    return start(
        PullProgress.waiting(name, source.bytes()),
        "nothing of it is kept",
        listener -> hub.importFrom(source, listener));
  }

  /**
   * Starts to keep what a run learned.
   *
   * @throws HubException when the name is taken or on its way, or the model that adapted is gone or
   *     another
   */
  public PullProgress startKeeping(String name, Learned learned, ModelHub.State state) {
    hub.checkKeepable(name, learned);
    return start(
        PullProgress.waiting(name, null),
        "nothing of it is kept",
        listener -> hub.keep(name, learned, state, listener));
  }

  private PullProgress start(PullProgress waiting, String kept, Work work) {
    String name = waiting.model();
    Pull pull = new Pull(waiting, kept);
    Pull current =
        pulls.compute(
            name, (n, last) -> last == null || last.progress.state().finished() ? pull : last);
    if (current != pull) {
      throw HubException.conflict(name + " is being pulled or imported already");
    }
    threads.execute(() -> run(work, pull));
    return waiting;
  }

  private static void run(Work work, Pull pull) {
    String name = pull.progress.model();
    try {
      if (pull.cancelled) {
        throw new CancellationException();
      }
      work.run(pull);
      pull.at(pull.progress.in(State.COMPLETED, null));
      log.info("The model {} is installed", name);
    } catch (CancellationException e) {
      String why = pull.cancelled ? pull.kept : "the application stopped";
      pull.at(pull.progress.in(State.CANCELLED, why));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      pull.at(pull.progress.in(State.CANCELLED, "the application stopped"));
    } catch (HubException e) {
      log.warn("The model {} could not be installed: {}", name, e.getMessage());
      pull.at(pull.progress.in(State.FAILED, e.getMessage()));
    } catch (RuntimeException e) {
      log.error("The pull or import of {} failed", name, e);
      pull.at(pull.progress.in(State.FAILED, "the log of the application says more"));
    }
  }

  /** Says of the imports that ended with an earlier process that they did, and cleans up. */
  public void tellCutOff() {
    for (String name : hub.cutOff()) {
      log.warn("The import of {} was cut off; nothing of it is kept", name);
      Pull pull = new Pull(PullProgress.cutOff(name), "");
      pulls.putIfAbsent(name, pull);
    }
  }

  /** The last of each model in this process, by name. */
  public List<PullProgress> all() {
    return pulls.values().stream()
        .map(p -> p.progress)
        .sorted(Comparator.comparing(PullProgress::model))
        .toList();
  }

  /** The last pull or import of a model in this process. */
  public Optional<PullProgress> progress(String name) {
    return Optional.ofNullable(pulls.get(name)).map(p -> p.progress);
  }

  /**
   * Asks a pull or an import to stop, which it does within a second; no error where it is over.
   *
   * @throws HubException when this process has pulled or imported no such model
   */
  public PullProgress cancel(String name) {
    Pull pull = pulls.get(name);
    if (pull == null) {
      throw HubException.unknown(name);
    }
    pull.cancelled = true;
    return pull.progress;
  }

  /** Stops all of them. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
