package dev.attune.experiment;

import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.settings.AttuneProperties;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.InvalidRequestException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Experiments that queue themselves on an empty database, so that a newcomer sees some arrive. */
@Component
class DemoSuite {
  private static final Logger log = LoggerFactory.getLogger(DemoSuite.class);

  /** Of each set: enough for intervals that say something, and done within minutes on two cores. */
  private static final int SAMPLES = 100;

  static final List<ExperimentRequest> EXPERIMENTS =
      List.of(
          ExperimentRequest.ofPreset("zero-shot", "icons", SAMPLES),
          ExperimentRequest.ofPreset("rlcf-tune", "icons-sketch", SAMPLES),
          ExperimentRequest.ofPreset("rlcf-tune", "icons-outline", SAMPLES),
          ExperimentRequest.ofPreset("rlcf-prompt", "icons-outline", SAMPLES),
          ExperimentRequest.ofPreset("tpt", "icons-outline", SAMPLES),
          ExperimentRequest.ofPreset("zero-shot", "icons-outline", SAMPLES),
          ExperimentRequest.ofPreset("zero-shot", "icons-sketch", SAMPLES));

  private final ExperimentService experiments;
  private final AttuneProperties properties;

  DemoSuite(ExperimentService experiments, AttuneProperties properties) {
    this.experiments = experiments;
    this.properties = properties;
  }

  @EventListener(ApplicationReadyEvent.class)
  void queueOnce() {
    if (!properties.demo()
        || properties.role() == AttuneProperties.Role.WORKER
        || experiments.list(ExperimentQuery.newest(1)).totalItems() > 0) {
      return;
    }
    for (int i = 0; i < EXPERIMENTS.size(); i++) {
      try {
        // The key keeps two processes that start together from queueing everything twice.
        experiments.submit(EXPERIMENTS.get(i), "demonstration-" + (i + 1));
      } catch (InvalidRequestException e) {
        log.warn("Left out of the demonstration: {}", e.getMessage());
      }
    }
  }
}
