package dev.attune.playground;

import dev.attune.method.schema.Leaf;
import dev.attune.spec.AdaptationResolver;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.OptionForm;
import dev.attune.spec.Problems;
import dev.attune.spec.SpecResolver;
import dev.attune.task.Asked;
import dev.attune.task.Episodes;
import dev.attune.task.Interactive;
import dev.attune.task.Task;
import dev.attune.task.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** What can be asked about one picture or text, of any task that takes such questions. */
@Component
public class Playground {
  private static final String METHOD = "method.";

  private final Tasks tasks;
  private final SpecResolver resolver;
  private final OptionForm options;
  private final PictureSources pictures;
  private final Sessions sessions;
  private final Episodes episodes;

  Playground(
      Tasks tasks,
      SpecResolver resolver,
      OptionForm options,
      PictureSources pictures,
      Sessions sessions,
      Episodes episodes) {
    this.tasks = tasks;
    this.resolver = resolver;
    this.options = options;
    this.pictures = pictures;
    this.sessions = sessions;
    this.episodes = episodes;
  }

  /** The tasks that can be asked. */
  public List<Task> tasks() {
    return tasks.list().stream().filter(t -> t.interactive().isPresent()).toList();
  }

  /** The task of a page's address. */
  public Optional<Task> ofPage(String page) {
    return tasks().stream().filter(t -> asks(t).page().equals(page)).findFirst();
  }

  /** How a task is asked. */
  public static Interactive asks(Task task) {
    return task.interactive().orElseThrow();
  }

  /**
   * The values of any method, by their names in a request about one picture: those of the method
   * that is asked for, and those that only others have, which the resolver names.
   */
  public Map<String, Leaf> readable(Task task, Asked asked, boolean image) {
    Map<String, Leaf> names = options.interactive();
    names.putAll(values(task, asked, image));
    return names;
  }

  /** The values that a method takes in a request about one picture, by their names there. */
  public Map<String, Leaf> values(Task task, Asked asked, boolean image) {
    return options.interactive(presetOf(task, asked, image));
  }

  private static String presetOf(Task task, Asked asked, boolean image) {
    return Objects.requireNonNullElseGet(
        asked.preset(), () -> asks(task).usualPreset(asked, image));
  }

  /**
   * Checks what is asked and starts on it.
   *
   * @param values of the method, by their names in JSON
   * @param image the picture's file, or null where the request names a picture that is here
   * @throws InvalidRequestException naming every field that is wrong
   * @throws dev.attune.worker.LaneFullException when too many people wait already
   * @throws dev.attune.worker.NoEngineException when this process only serves
   */
  public Session start(Task task, Asked given, ObjectNode values, byte @Nullable [] image) {
    sessions.requireEngine();
    Interactive interactive = asks(task);
    Problems problems = new Problems();
    boolean hasImage = image != null;
    Asked asked = interactive.check(given, hasImage, problems);
    AdaptationResolver.Choice choice = choose(task, asked, hasImage, values, problems);
    boolean needsPicture = interactive.needsPicture(asked, hasImage);
    PictureIntake.Taken taken = needsPicture ? picture(asked, image, problems) : null;
    problems.check();
    if (choice == null || (needsPicture && taken == null)) {
      throw new IllegalStateException("a value is missing and no problem was named");
    }
    Session.Setup setup =
        new Session.Setup(
            Objects.requireNonNullElse(asked.labels(), List.of()),
            interactive.fields().contains("text") ? asked.dataset() : null,
            asked.text(),
            choice.model(),
            choice.preset(),
            Objects.requireNonNullElse(asked.seed(), 0L),
            choice.work().json());
    Interactive.Decided what =
        new Interactive.Decided(
            asked, taken == null ? null : taken.image(), choice.model(), choice.work().chosen());
    return sessions.start(
        task.id(), taken, setup, listener -> episodes.run(interactive, what, listener));
  }

  private AdaptationResolver.@Nullable Choice choose(
      Task task, Asked asked, boolean image, ObjectNode values, Problems problems) {
    Interactive interactive = asks(task);
    Problems found = new Problems();
    AdaptationResolver.Choice choice =
        resolver.single(
            task,
            interactive.question(asked, image),
            new ExperimentRequest(
                null,
                presetOf(task, asked, image),
                task.id(),
                null,
                null,
                null,
                null,
                asked.model(),
                values),
            interactive.candidates(asked, image),
            found);
    Map<String, Leaf> names = readable(task, asked, image);
    found.found().forEach(p -> problems.add(here(p.field(), names), p.message()));
    return choice;
  }

  /** The name that a value has in requests about one picture. */
  private static String here(String field, Map<String, Leaf> names) {
    return names.entrySet().stream()
        .filter(e -> field.equals(METHOD + e.getValue().name()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(field.startsWith(METHOD) ? field.substring(METHOD.length()) : field);
  }

  private PictureIntake.@Nullable Taken picture(
      Asked asked, byte @Nullable [] image, Problems problems) {
    try {
      return pictures.take(image, asked.dataset(), asked.sample(), asked.picture());
    } catch (InvalidRequestException e) {
      for (FieldProblem p : e.problems()) {
        if (problems.found().stream().noneMatch(f -> f.field().equals(p.field()))) {
          problems.add(p.field(), p.message());
        }
      }
      return null;
    }
  }
}
