package dev.attune.playground;

import dev.attune.settings.AttuneProperties;
import dev.attune.task.Episode;
import dev.attune.task.EpisodeListener;
import dev.attune.task.NoMemoryException;
import dev.attune.task.TaskException;
import dev.attune.worker.ComputeEngine;
import dev.attune.worker.ComputeLane;
import dev.attune.worker.ComputeLane.Priority;
import dev.attune.worker.LaneFullException;
import dev.attune.worker.NoEngineException;
import jakarta.annotation.PreDestroy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The work on what people bring: it goes before the samples of experiments, one step after the
 * other, and can be looked at while it lasts and for a while after. Methods that name an unknown
 * session throw {@link SessionNotFoundException}.
 */
@Component
public class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  private final SessionStore store;
  private final ComputeLane lane;
  private final ComputeEngine engine;
  private final boolean computes;
  private final Map<String, LiveSession> live = new ConcurrentHashMap<>();

  Sessions(
      SessionStore store, ComputeLane lane, ComputeEngine engine, AttuneProperties properties) {
    this.store = store;
    this.lane = lane;
    this.engine = engine;
    computes = properties.role().computes();
  }

  /** Whether this process can adapt at all. */
  public boolean haveEngine() {
    return computes;
  }

  /**
   * Throws unless this process can adapt.
   *
   * @throws NoEngineException when it only serves
   */
  void requireEngine() {
    if (!computes) {
      throw new NoEngineException();
    }
  }

  /**
   * Starts the work on a picture, a video or a text.
   *
   * @param brought null where a text is the query
   * @param work is done on the compute lane's thread
   * @throws LaneFullException when too many people wait already; nothing is kept then
   */
  Session start(
      String task, @Nullable Brought brought, Session.Setup setup, Consumer<EpisodeListener> work) {
    requireEngine();
    Session begun =
        new Session(
            store.newId(),
            task,
            SessionStatus.WAITING,
            Instant.now(),
            brought == null ? null : brought.picture(),
            brought == null ? null : brought.video(),
            setup,
            Episode.NONE,
            null,
            null);
    LiveSession session = new LiveSession(begun);
    live.put(begun.id(), session);
    try {
      store.create(begun, brought);
      lane.submit(
              Priority.PERSON,
              () -> {
                run(session, work);
                return begun.id();
              })
          .whenComplete((id, failure) -> end(session, failure));
    } catch (RuntimeException e) {
      live.remove(begun.id());
      store.delete(begun.id());
      throw e;
    }
    sweep();
    return session.now();
  }

  /** Stops all before their next step, so that a stop of the application need not wait for them. */
  @PreDestroy
  void stop() {
    live.values().forEach(LiveSession::stop);
  }

  private void run(LiveSession session, Consumer<EpisodeListener> work) {
    if (!session.isWanted()) {
      throw new CancellationException();
    }
    engine.start();
    session.change(s -> s.with(SessionStatus.RUNNING, null, null));
    long start = System.nanoTime();
    work.accept(session);
    double millis = (System.nanoTime() - start) / 1e6;
    session.change(s -> s.with(SessionStatus.COMPLETED, millis, null));
  }

  /** Keeps what came out, however it ended. */
  private void end(LiveSession session, @Nullable Throwable failure) {
    if (failure instanceof CancellationException) {
      session.change(s -> s.with(SessionStatus.CANCELLED, null, null));
    } else if (failure != null) {
      String reason = reason(failure);
      session.change(s -> s.with(SessionStatus.FAILED, null, reason));
    }
    Session over = session.now();
    try {
      store.save(over);
      live.remove(over.id());
    } catch (RuntimeException e) {
      log.warn("The result of an upload could not be kept, and is seen until the next start", e);
    }
    session.end().complete(over);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof TaskException e) {
      return Objects.requireNonNullElse(e.getMessage(), "");
    }
    if (failure instanceof OutOfMemoryError) {
      return NoMemoryException.MESSAGE;
    }
    log.error("An upload failed", failure);
    return "Something went wrong here; the log of the application says more.";
  }

  /** A session of one of some tasks. */
  public Session get(Collection<String> tasks, String id) {
    LiveSession running = live.get(id);
    Session session =
        running == null
            ? store.find(id).map(Sessions::afterRestart).orElseThrow(SessionNotFoundException::new)
            : running.now();
    if (!tasks.contains(session.task())) {
      throw new SessionNotFoundException();
    }
    return session;
  }

  /** What a process was at when it ended will not go on. */
  private static Session afterRestart(Session stored) {
    return stored.status().finished()
        ? stored
        : stored.with(
            SessionStatus.FAILED,
            null,
            "Attune was stopped before this was done. Bring the picture again.");
  }

  /** A session once it is over, or as it is after a while. */
  public Session await(Collection<String> tasks, String id, Duration patience)
      throws InterruptedException {
    LiveSession running = live.get(id);
    if (running != null) {
      try {
        running.end().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        log.debug("Session {} takes longer than its caller waits", id);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a session ends without exception", e);
      }
    }
    return get(tasks, id);
  }

  /** Stops a session before its next step; one that is over stays as it is. */
  public Session cancel(Collection<String> tasks, String id) {
    Session session = get(tasks, id);
    LiveSession running = live.get(id);
    if (running == null) {
      return session;
    }
    running.stop();
    return running.now();
  }

  /** What is kept of what was brought. */
  public Path file(Collection<String> tasks, String id, KeptFile file) {
    return store.file(get(tasks, id), file).orElseThrow(SessionNotFoundException::new);
  }

  /** When a session and what was brought go. */
  public Instant expiry(Session session) {
    return store.expiry(session);
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
  void sweep() {
    try {
      store.sweep(live::containsKey);
    } catch (RuntimeException e) {
      log.warn("Old uploads could not be deleted", e);
    }
  }
}
