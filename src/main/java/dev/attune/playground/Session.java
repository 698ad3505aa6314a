package dev.attune.playground;

import dev.attune.task.Episode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was asked about one picture, video or text, and what came out so far.
 *
 * @param id whoever knows it sees the session; it cannot be guessed
 * @param task such as {@code classification}
 * @param createdAt when it was asked; it is kept for {@code attune.uploads.keep} from then
 * @param picture null where another thing is the query
 * @param video null where another thing is the query
 * @param millis time of the computation, null while it lasts
 * @param error why it failed, fit for people; null unless it did
 */
public record Session(
    String id,
    String task,
    SessionStatus status,
    Instant createdAt,
    @Nullable Picture picture,
    @Nullable Video video,
    Setup setup,
    Episode episode,
    @Nullable Double millis,
    @Nullable String error) {

  /**
   * The picture as it is kept and computed with.
   *
   * @param notes sentences on what was done to it since it came
   */
  public record Picture(int width, int height, List<String> notes) {
    public Picture {
      notes = List.copyOf(notes);
    }
  }

  /**
   * The video as it was looked at.
   *
   * @param frames how many of its frames were taken
   * @param notes sentences on it
   */
  public record Video(int frames, List<String> notes) {
    public Video {
      notes = List.copyOf(notes);
    }
  }

  /**
   * What was asked, with everything decided.
   *
   * @param labels those the picture is told apart by
   * @param dataset the one that is searched
   * @param text the query, where it is a text
   * @param sample the query, where it is a video of the data set
   * @param preset the one that gave what the person did not
   * @param method its type and all its values
   */
  public record Setup(
      List<String> labels,
      @Nullable String dataset,
      @Nullable String text,
      @Nullable Integer sample,
      String model,
      String preset,
      long seed,
      ObjectNode method) {
    public Setup {
      labels = List.copyOf(labels);
    }

    /** How many steps are taken. */
    public int steps() {
      return method.path("steps").asInt(0);
    }

    /** Names of the judges. */
    public List<String> judges() {
      return method.path("reward").path("models").valueStream().map(JsonNode::asString).toList();
    }
  }

  Session with(SessionStatus next, @Nullable Double millis, @Nullable String error) {
    return new Session(id, task, next, createdAt, picture, video, setup, episode, millis, error);
  }

  Session with(Episode soFar) {
    return new Session(id, task, status, createdAt, picture, video, setup, soFar, millis, error);
  }
}
