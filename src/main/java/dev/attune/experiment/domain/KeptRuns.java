package dev.attune.experiment.domain;

import dev.attune.hub.PullProgress;
import java.util.Optional;

/** Keeps what runs learned, as models of their own. */
public interface KeptRuns {

  /** Why what a run learned cannot be kept, as a sentence; empty where it can. */
  Optional<String> whyNot(ExperimentView run);

  /**
   * Starts to install what a run learned.
   *
   * @param name of the model that it becomes
   * @throws ExperimentNotFoundException when there is no such run
   * @throws ExperimentConflictException when there is nothing to keep, with the reason
   * @throws dev.attune.hub.HubException when the name is taken or is none, or the model that
   *     adapted is gone or another
   */
  PullProgress keep(String id, String name);
}
