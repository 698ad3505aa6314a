package dev.attune.playground;

import dev.attune.dataset.DatasetCatalog;
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
import dev.attune.task.FrameTaking;
import dev.attune.task.Interactive;
import dev.attune.task.Medium;
import dev.attune.task.Task;
import dev.attune.task.Tasks;
import dev.attune.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** What can be asked about one picture, video or text, of any task that takes such questions. */
@Component
public class Playground {
  private static final String METHOD = "method.";

  private final Tasks tasks;
  private final SpecResolver resolver;
  private final OptionForm options;
  private final DatasetCatalog datasets;
  private final PictureSources pictures;
  private final VideoIntake videos;
  private final Sessions sessions;
  private final Episodes episodes;

  Playground(
      Tasks tasks,
      SpecResolver resolver,
      OptionForm options,
      DatasetCatalog datasets,
      PictureSources pictures,
      VideoIntake videos,
      Sessions sessions,
      Episodes episodes) {
    this.tasks = tasks;
    this.resolver = resolver;
    this.options = options;
    this.datasets = datasets;
    this.pictures = pictures;
    this.videos = videos;
    this.sessions = sessions;
    this.episodes = episodes;
  }

  /** Where tasks can be asked. */
  public List<Desk> desks() {
    return tasks.list().stream()
        .filter(t -> t.interactive().isPresent())
        .collect(
            Collectors.groupingBy(t -> asks(t).page(), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(Desk::new)
        .toList();
  }

  /** That of a page's address. */
  public Optional<Desk> ofPage(String page) {
    return desks().stream().filter(d -> d.asks().page().equals(page)).findFirst();
  }

  /** The task of a question: its data set decides where several are asked at one address. */
  public Task task(Desk desk, @Nullable String dataset) {
    return desk.of(dataset == null ? null : datasets.find(dataset).orElse(null));
  }

  /** The task of a session. */
  public Task task(Session session) {
    return tasks.get(session.task());
  }

  /** How a task is asked. */
  public static Interactive asks(Task task) {
    return task.interactive().orElseThrow();
  }

  /**
   * The values of any method, by their names in a request about one picture: those of the method
   * that is asked for, and those that only others have, which the resolver names.
   */
  public Map<String, Leaf> readable(Task task, Asked asked, boolean file) {
    Map<String, Leaf> names = options.interactive();
    names.putAll(values(task, asked, file));
    return names;
  }

  /** The values that a method takes in a request about one picture, by their names there. */
  public Map<String, Leaf> values(Task task, Asked asked, boolean file) {
    return options.interactive(presetOf(task, asked, file));
  }

  private static String presetOf(Task task, Asked asked, boolean file) {
    return Objects.requireNonNullElseGet(asked.preset(), () -> asks(task).usualPreset(asked, file));
  }

  /**
   * Checks what is asked and starts on it.
   *
   * @param values of the method, by their names in JSON
   * @param file of the task's medium, or null where the request names what is here
   * @throws InvalidRequestException naming every field that is wrong
   * @throws dev.attune.worker.LaneFullException when too many people wait already
   * @throws dev.attune.worker.NoEngineException when this process only serves
   */
  public Session start(Task task, Asked given, ObjectNode values, @Nullable Resource file) {
    sessions.requireEngine();
    Interactive interactive = asks(task);
    Problems problems = new Problems();
    boolean hasFile = file != null;
    Asked asked = interactive.check(given, hasFile, problems);
    AdaptationResolver.Choice choice = choose(task, asked, hasFile, values, problems);
    boolean looks = interactive.needsMedium(asked, hasFile);
    boolean video = looks && interactive.medium() == Medium.VIDEO;
    PictureIntake.Taken picture = looks && !video ? picture(asked, file, problems) : null;
    problems.check();
    if (choice == null || (looks && !video && picture == null)) {
      throw new IllegalStateException("a value is missing and no problem was named");
    }
    // last, since decoding takes long and depends on all other values
    VideoIntake.Taken watched = video ? video(interactive, asked, choice, file) : null;
    Session.Setup setup =
        new Session.Setup(
            Objects.requireNonNullElse(asked.labels(), List.of()),
            interactive.fields().contains("text") ? asked.dataset() : null,
            asked.text(),
            video && !hasFile ? asked.sample() : null,
            choice.model(),
            choice.preset(),
            Objects.requireNonNullElse(asked.seed(), 0L),
            choice.work().json());
    Interactive.Decided what =
        new Interactive.Decided(
            asked,
            picture == null ? null : picture.image(),
            watched == null ? null : watched.frames(),
            choice.model(),
            choice.work().chosen());
    return sessions.start(
        task.id(),
        video ? watched : picture,
        setup,
        listener -> episodes.run(interactive, what, listener));
  }

  private VideoIntake.Taken video(
      Interactive interactive,
      Asked asked,
      AdaptationResolver.Choice choice,
      @Nullable Resource file) {
    FrameTaking taking;
    try {
      taking = interactive.taking(asked, choice.model(), choice.work().chosen());
    } catch (WeightsException e) {
      throw InvalidRequestException.of("model", String.valueOf(e.getMessage()));
    }
    return videos.take(file, asked.dataset(), asked.sample(), taking);
  }

  private AdaptationResolver.@Nullable Choice choose(
      Task task, Asked asked, boolean file, ObjectNode values, Problems problems) {
    Interactive interactive = asks(task);
    Problems found = new Problems();
    AdaptationResolver.Choice choice =
        resolver.single(
            task,
            interactive.question(asked, file),
            new ExperimentRequest(
                null,
                presetOf(task, asked, file),
                task.id(),
                null,
                null,
                null,
                null,
                asked.model(),
                values),
            interactive.candidates(asked, file),
            found);
    if (choice != null) {
      interactive.check(
          asked, choice.work().chosen(), (leaf, message) -> found.add(METHOD + leaf, message));
    }
    Map<String, Leaf> names = readable(task, asked, file);
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
      Asked asked, @Nullable Resource file, Problems problems) {
    try {
      return pictures.take(file, asked.dataset(), asked.sample(), asked.picture());
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
