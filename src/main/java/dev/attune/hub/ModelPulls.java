package dev.attune.hub;

import dev.attune.hub.PullProgress.State;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls in the background, two at a time, and the last pull of each model. Thread-safe. */
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

  private static final class Pull implements PullListener {
    private volatile PullProgress progress;
    private volatile boolean cancelled;

    Pull(PullProgress progress) {
      this.progress = progress;
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
    Pull pull = new Pull(PullProgress.waiting(name, model.bytes()));
    Pull current =
        pulls.compute(
            name, (n, last) -> last == null || last.progress.state().finished() ? pull : last);
    if (current != pull) {
      throw HubException.conflict(name + " is being pulled already");
    }
    threads.execute(() -> run(name, pull));
    return pull.progress;
  }

  private void run(String name, Pull pull) {
    try {
      if (pull.cancelled) {
        throw new CancellationException();
      }
      hub.pull(name, pull);
      pull.at(pull.progress.in(State.COMPLETED, null));
      log.info("The model {} is installed", name);
    } catch (CancellationException e) {
      pull.at(pull.progress.in(State.CANCELLED, "what has arrived is kept for the next pull"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      pull.at(pull.progress.in(State.CANCELLED, "the application stopped"));
    } catch (HubException e) {
      log.warn("The model {} could not be pulled: {}", name, e.getMessage());
      pull.at(pull.progress.in(State.FAILED, e.getMessage()));
    } catch (RuntimeException e) {
      log.error("The pull of {} failed", name, e);
      pull.at(pull.progress.in(State.FAILED, "the log of the application says more"));
    }
  }

  /** The last pull of a model in this process. */
  public Optional<PullProgress> progress(String name) {
    return Optional.ofNullable(pulls.get(name)).map(p -> p.progress);
  }

  /**
   * Asks a pull to stop, which it does within a second; no error where it is over.
   *
   * @throws HubException when this process has pulled no such model
   */
  public PullProgress cancel(String name) {
    Pull pull = pulls.get(name);
    if (pull == null) {
      throw HubException.unknown(name);
    }
    pull.cancelled = true;
    return pull.progress;
  }

  /** Stops all pulls. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
