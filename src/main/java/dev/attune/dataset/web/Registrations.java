package dev.attune.dataset.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.folder.Registrar;
import dev.attune.dataset.folder.RegistrationException;
import dev.attune.dataset.folder.RegistrationPlan;
import dev.attune.dataset.folder.RegistrationRequest;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/** Registers data sets one after the other, after the requests that ask for it. */
@Service
class Registrations {
  private static final Logger log = LoggerFactory.getLogger(Registrations.class);

  private final Registrar registrar;
  private final DatasetCatalog datasets;
  private final RegisteredDatasets registered;
  private final Map<String, State> states = new ConcurrentHashMap<>();
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "registrations"));
  private volatile boolean stopping;

  Registrations(Registrar registrar, DatasetCatalog datasets, RegisteredDatasets registered) {
    this.registrar = registrar;
    this.datasets = datasets;
    this.registered = registered;
  }

  /**
   * A registration that is not whole.
   *
   * @param done files so far
   * @param error why it stopped, or null while it goes on
   */
  record State(String name, int done, @Nullable String error) {}

  /**
   * Queues what the folder holds.
   *
   * @return names of the data sets
   * @throws RegistrationException when the request or the folder is at fault
   */
  List<String> submit(RegistrationRequest request) {
    List<RegistrationPlan> plans = registrar.plan(request);
    for (RegistrationPlan plan : plans) {
      State last = states.put(plan.name(), new State(plan.name(), 0, null));
      if (last != null && last.error() == null) {
        states.put(plan.name(), last);
        throw new RegistrationException("name", plan.name() + " is being registered already");
      }
      thread.execute(() -> register(request, plan));
    }
    return plans.stream().map(RegistrationPlan::name).toList();
  }

  /** How far the registration of that name is, when it is not whole. */
  Optional<State> state(String name) {
    return Optional.ofNullable(states.get(name));
  }

  /** All that are not whole, by name. */
  List<State> states() {
    return states.values().stream().sorted(Comparator.comparing(State::name)).toList();
  }

  /**
   * Forgets a registered data set, or why it could not be registered; or cancels its registration,
   * of which then nothing is kept.
   *
   * @throws RegistrationException when it is built in
   * @throws org.springframework.web.server.ResponseStatusException when the name is unknown
   */
  void remove(String name) {
    if (registered.registration(name).isPresent()) {
      registered.remove(name);
      return;
    }
    if (datasets.find(name).isPresent()) {
      throw new RegistrationException("name", name + " is built in");
    }
    State state = state(name).orElseThrow(() -> DatasetController.notFound(name));
    if (state.error() == null) {
      cancelled.add(name); // its thread sees it within a second
    } else {
      states.remove(name);
    }
  }

  /** Goes on with what a stop of the application interrupted. */
  @EventListener(ApplicationReadyEvent.class)
  void resume() {
    for (RegistrationRequest request : registrar.unfinished()) {
      if (!request.anywhere()) {
        try {
          submit(request);
        } catch (RegistrationException e) {
          log.warn("The registration of {} cannot go on: {}", request.name(), e.getMessage());
          String error = "It was cut off and cannot go on: " + e.getMessage();
          states.putIfAbsent(request.name(), new State(request.name(), 0, error));
        }
      }
    }
  }

  @PreDestroy
  void stop() {
    stopping = true;
    thread.shutdown();
  }

  private void register(RegistrationRequest request, RegistrationPlan plan) {
    String name = plan.name();
    if (stopping) {
      return;
    }
    try {
      if (!cancelled.contains(name)) {
        registrar.register(
            request,
            plan,
            (done, bytes) -> {
              states.put(name, new State(name, done, null));
              return !stopping && !cancelled.contains(name);
            });
      }
      states.remove(name);
    } catch (CancellationException e) {
      log.info("The registration of {} was {}", name, stopping ? "stopped" : "cancelled");
    } catch (RegistrationException e) {
      states.put(name, new State(name, 0, e.getMessage()));
    } catch (Exception e) {
      log.error("The registration of {} stopped", name, e);
      String error = "It stopped, and goes on when it is asked for again; the log says why.";
      states.put(name, new State(name, 0, error));
    } finally {
      if (cancelled.remove(name)) {
        forget(name);
      }
    }
  }

  /** Removes what a cancelled registration has left, which may have been whole by then. */
  private void forget(String name) {
    try {
      registrar.abandon(name);
      if (registered.registration(name).isPresent()) {
        registered.remove(name);
      }
      states.remove(name);
    } catch (IOException | RuntimeException e) {
      log.error("What there is of the registration of {} cannot be removed", name, e);
      states.put(name, new State(name, 0, "It was cancelled; what it has left cannot be removed."));
    }
  }
}
