package dev.attune.playground;

import dev.attune.method.Facts;
import dev.attune.method.Question;
import dev.attune.spec.AdaptationResolver;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.Problems;
import dev.attune.spec.SpecResolver;
import dev.attune.task.Episode;
import dev.attune.task.NamedCandidate;
import dev.attune.task.NamedStep;
import dev.attune.task.SampleResult;
import dev.attune.task.Tasks;
import dev.attune.vision.RgbImage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Keeps results of playgrounds that nobody computed. */
public final class MadeUpResults {
  private final SessionStore store;
  private final SpecResolver resolver;
  private final Tasks tasks;

  MadeUpResults(SessionStore store, SpecResolver resolver, Tasks tasks) {
    this.store = store;
    this.resolver = resolver;
    this.tasks = tasks;
  }

  /** The id of a classification that is over. */
  public String classified(SessionStatus status, Instant createdAt) {
    AdaptationResolver.Choice method =
        Objects.requireNonNull(
            resolver.single(
                tasks.get("classification"),
                Question.CLASS_OF_IMAGE,
                ExperimentRequest.ofPreset("rlcf-tune", "icons", null),
                new Facts.Candidates(3, "labels"),
                new Problems()));
    Episode.Answer answer =
        new Episode.Answer("car", List.of(new SampleResult.Candidate("car", 0.75)));
    NamedStep step =
        new NamedStep(
            0.25,
            List.of(
                new NamedCandidate("car", 0.812, 0.1),
                new NamedCandidate("fire_truck", 0.655, -0.1)));
    boolean over = status == SessionStatus.COMPLETED;
    Session session =
        new Session(
            store.newId(),
            "classification",
            status,
            createdAt,
            new Session.Picture(2, 1, List.of("It is animated: the first frame was taken.")),
            null,
            new Session.Setup(
                List.of("car", "fire_truck", "umbrella"),
                null,
                null,
                null,
                method.model(),
                method.preset(),
                0,
                method.work().json()),
            new Episode(answer, List.of(step), over ? answer : null, List.of()),
            over ? 1234.0 : null,
            status == SessionStatus.FAILED ? "The model is broken." : null);
    store.create(session, new PictureIntake.Taken(new RgbImage(2, 1, new byte[6]), List.of()));
    return session.id();
  }
}
