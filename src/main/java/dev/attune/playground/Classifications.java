package dev.attune.playground;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.ImageDataset;
import dev.attune.experiment.Candidates;
import dev.attune.experiment.FieldProblem;
import dev.attune.experiment.InvalidRequestException;
import dev.attune.experiment.MethodChoice;
import dev.attune.experiment.SpecResolver;
import dev.attune.task.Episodes;
import dev.attune.worker.LaneFullException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells which of some labels fits a picture that a person brings. */
@Component
public class Classifications {
  /** In the API, and in a session. */
  public static final String TASK = "classification";

  /** The preset of a request that names none. */
  public static final String USUAL_PRESET = "rlcf-tune";

  /** One picture must not keep others waiting for minutes. */
  private static final int MAX_STEPS = 50;

  private static final int MAX_VIEWS = 256;

  private final Sessions sessions;
  private final PictureIntake intake;
  private final SamplePictures samples;
  private final DatasetCatalog datasets;
  private final SpecResolver resolver;
  private final Episodes episodes;

  Classifications(
      Sessions sessions,
      PictureIntake intake,
      SamplePictures samples,
      DatasetCatalog datasets,
      SpecResolver resolver,
      Episodes episodes) {
    this.sessions = sessions;
    this.intake = intake;
    this.samples = samples;
    this.datasets = datasets;
    this.resolver = resolver;
    this.episodes = episodes;
  }

  /**
   * Checks a request and starts on it.
   *
   * @param image the picture's file, or null for a sample of a data set
   * @throws InvalidRequestException naming every field that is wrong
   * @throws LaneFullException when too many people wait already
   * @throws NoEngineException when this process only serves
   */
  public Session start(ClassificationRequest request, byte @Nullable [] image) {
    sessions.requireEngine();
    List<FieldProblem> problems = new ArrayList<>();
    List<String> labels = labels(request);
    Labels.check(labels, message -> problems.add(new FieldProblem("labels", message)));
    int count = problems.isEmpty() ? labels.size() : Integer.MAX_VALUE;
    MethodChoice method = attempt(() -> method(request, count), problems);
    PictureIntake.Taken taken =
        attempt(
            () -> image == null ? samples.take(request.dataset(), request.sample()) : intake.take(image),
            problems);
    if (method == null || taken == null || !problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    long seed = Objects.requireNonNullElse(request.seed(), 0L);
    Session.Setup setup =
        new Session.Setup(labels, method.model(), method.preset(), seed, method.values());
    Episodes.Classification work =
        new Episodes.Classification(taken.image(), labels, method.model(), method.spec(), seed);
    return sessions.start(TASK, taken, setup, listener -> episodes.classify(work, listener));
  }

  private List<String> labels(ClassificationRequest request) {
    List<String> given = Labels.split(Objects.requireNonNullElse(request.labels(), List.of()));
    String dataset = request.dataset();
    return given.isEmpty() && dataset != null ? labelsOf(dataset) : given;
  }

  /** The classes of a data set; none where it is unknown or has none. */
  public List<String> labelsOf(String dataset) {
    return datasets
        .find(dataset)
        .filter(d -> d.classes() > 0)
        .map(DatasetInfo::name)
        .map(datasets::open)
        .map(ImageDataset::classNames)
        .orElse(List.of());
  }

  private MethodChoice method(ClassificationRequest request, int labels) {
    MethodChoice choice;
    try {
      choice =
          resolver.method(
              TASK, request.experiment(USUAL_PRESET), new Candidates(labels, "labels"));
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException(e.problems().stream().map(Classifications::here).toList());
    }
    List<FieldProblem> problems = new ArrayList<>();
    if (choice.spec().steps() > MAX_STEPS) {
      problems.add(new FieldProblem("steps", "must be 0 to " + MAX_STEPS));
    }
    if (choice.spec().views() > MAX_VIEWS) {
      problems.add(new FieldProblem("views", "must be 1 to " + MAX_VIEWS));
    }
    if (choice.spec().momentum() != null) {
      problems.add(
          new FieldProblem("preset", "learns from picture to picture, and here is only one"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return choice;
  }

  /** The problem with the name that its field has in requests about one picture. */
  private static FieldProblem here(FieldProblem problem) {
    String field = problem.field();
    if (field.equals("method.reward.models")) {
      field = "judges";
    } else if (field.startsWith("method.")) {
      field = field.substring("method.".length());
    }
    return new FieldProblem(field, problem.message());
  }

  /** What a part of the request comes to, or null when it adds problems. */
  private static <T> @Nullable T attempt(Supplier<T> part, List<FieldProblem> problems) {
    try {
      return part.get();
    } catch (InvalidRequestException e) {
      problems.addAll(e.problems());
      return null;
    }
  }
}
