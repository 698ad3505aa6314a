package dev.attune.playground;

import dev.attune.experiment.Candidates;
import dev.attune.experiment.ExperimentRequest;
import dev.attune.experiment.MethodChoice;
import dev.attune.experiment.SpecResolver;
import dev.attune.task.Episode;
import dev.attune.task.SampleResult;
import dev.attune.vision.RgbImage;
import java.time.Instant;
import java.util.List;

/** Keeps results of playgrounds that nobody computed. */
public final class MadeUpResults {
  private final SessionStore store;
  private final SpecResolver resolver;

  MadeUpResults(SessionStore store, SpecResolver resolver) {
    this.store = store;
    this.resolver = resolver;
  }

  /** The id of a classification that is over. */
  public String classified(SessionStatus status, Instant createdAt) {
    MethodChoice method =
        resolver.method(
            "classification",
            ExperimentRequest.ofPreset("rlcf-tune", "icons", null),
            new Candidates(3, "labels"));
    Episode.Answer answer =
        new Episode.Answer("car", List.of(new SampleResult.Candidate("car", 0.75)));
    Episode.Step step =
        new Episode.Step(
            0.25,
            List.of(
                new Episode.Candidate("car", 0.812, 0.1),
                new Episode.Candidate("fire_truck", 0.655, -0.1)));
    boolean over = status == SessionStatus.COMPLETED;
    Session session =
        new Session(
            store.newId(),
            "classification",
            status,
            createdAt,
            new Session.Picture(2, 1, List.of("It is animated: the first frame was taken.")),
            new Session.Setup(
                List.of("car", "fire_truck", "umbrella"),
                null,
                null,
                method.model(),
                method.preset(),
                0,
                method.values()),
            new Episode(answer, List.of(step), over ? answer : null, List.of()),
            over ? 1234.0 : null,
            status == SessionStatus.FAILED ? "The model is broken." : null);
    store.create(session, new RgbImage(2, 1, new byte[6]));
    return session.id();
  }
}
