package dev.attune.playground.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.playground.Session;
import dev.attune.playground.SessionStatus;
import dev.attune.task.Episode;
import dev.attune.task.NamedStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session as programs see it. Answers and steps appear as they are computed.
 *
 * @param expiresAt when what was brought and its result go
 * @param labels what the picture was told apart by; only of a classification
 * @param dataset the one that was searched; only of a search
 * @param text the query; only of a search with a text
 * @param notes sentences on what was done to the query
 * @param millis time of the computation
 */
record SessionView(
    String id,
    String task,
    SessionStatus status,
    Instant createdAt,
    Instant expiresAt,
    String model,
    String preset,
    long seed,
    ObjectNode method,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> labels,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String dataset,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String text,
    @JsonInclude(JsonInclude.Include.NON_NULL) Session.@Nullable Picture picture,
    @JsonInclude(JsonInclude.Include.NON_NULL) Session.@Nullable Video video,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
    Episode.@Nullable Answer before,
    List<NamedStep> steps,
    Episode.@Nullable Answer after,
    @Nullable Double millis,
    @Nullable String error) {

  static SessionView of(Session session, Instant expiry) {
    Session.Setup setup = session.setup();
    Episode episode = session.episode();
    return new SessionView(
        session.id(),
        session.task(),
        session.status(),
        session.createdAt(),
        expiry,
        setup.model(),
        setup.preset(),
        setup.seed(),
        setup.method(),
        setup.labels(),
        setup.dataset(),
        setup.text(),
        session.picture(),
        session.video(),
        episode.notes(),
        episode.before(),
        episode.steps(),
        episode.after(),
        session.millis(),
        session.error());
  }
}
