package dev.attune.playground;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.ImageDataset;
import dev.attune.experiment.Candidates;
import dev.attune.experiment.MethodChoice;
import dev.attune.task.Episodes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells which of some labels fits a picture. */
@Component
public class Classifications implements PictureTask<ClassificationRequest> {
  private static final String TASK = "classification";
  private static final String USUAL_PRESET = "rlcf-tune";

  private final Sessions sessions;
  private final PictureSources pictures;
  private final MethodRange methods;
  private final DatasetCatalog datasets;
  private final Episodes episodes;

  Classifications(
      Sessions sessions,
      PictureSources pictures,
      MethodRange methods,
      DatasetCatalog datasets,
      Episodes episodes) {
    this.sessions = sessions;
    this.pictures = pictures;
    this.methods = methods;
    this.datasets = datasets;
    this.episodes = episodes;
  }

  @Override
  public String task() {
    return TASK;
  }

  @Override
  public Class<ClassificationRequest> requestType() {
    return ClassificationRequest.class;
  }

  @Override
  public Session start(ClassificationRequest request, byte @Nullable [] image) {
    sessions.requireEngine();
    Parts parts = new Parts();
    List<String> labels = parts.of(() -> Labels.checked(labels(request)));
    Candidates candidates =
        labels == null ? Candidates.UNLIMITED : new Candidates(labels.size(), "labels");
    MethodChoice method =
        parts.of(() -> methods.choose(TASK, USUAL_PRESET, request.values(), candidates));
    PictureIntake.Taken taken =
        parts.of(
            () -> pictures.take(image, request.dataset(), request.sample(), request.picture()));
    parts.check();
    return start(
        Objects.requireNonNull(taken),
        Objects.requireNonNull(labels),
        Objects.requireNonNull(method),
        Objects.requireNonNullElse(request.seed(), 0L));
  }

  private Session start(
      PictureIntake.Taken taken, List<String> labels, MethodChoice method, long seed) {
    Session.Setup setup =
        new Session.Setup(
            labels, null, null, method.model(), method.preset(), seed, method.values());
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
}
