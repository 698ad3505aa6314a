package dev.attune.task.classification;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.ImageDataset;
import dev.attune.method.Answer;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Step;
import dev.attune.method.Subject;
import dev.attune.method.options.Rules;
import dev.attune.task.Asked;
import dev.attune.task.Episode;
import dev.attune.task.Interactive;
import dev.attune.task.NamedStep;
import dev.attune.task.OpenQuestion;
import dev.attune.task.SampleResult;
import dev.attune.vision.RgbImage;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Tells which of some labels fits a picture. */
record ClassifyPicture(DatasetCatalog datasets, ClassLibrary library) implements Interactive {
  /** Most texts that one person's labels may become: others wait while they are read. */
  private static final int TEXTS = 4000;

  @Override
  public String page() {
    return "classify";
  }

  @Override
  public String api() {
    return "classifications";
  }

  @Override
  public String title() {
    return "Classify a picture";
  }

  @Override
  public Set<String> fields() {
    return Set.of("labels", "dataset", "sample", "picture", "model", "preset", "seed");
  }

  @Override
  public Asked check(Asked asked, boolean image, Rules rules) {
    List<String> labels = labels(asked);
    Labels.check(labels, rules);
    return asked.withLabels(labels);
  }

  @Override
  public void check(Asked asked, Chosen<?> chosen, Rules rules) {
    List<String> labels = Objects.requireNonNullElse(asked.labels(), List.of());
    library.check(chosen, () -> labels, rules);
    library.limit(chosen, labels, TEXTS, rules);
  }

  /** Those that are given, or else those of the data set. */
  private List<String> labels(Asked asked) {
    List<String> given = Labels.split(Objects.requireNonNullElse(asked.labels(), List.of()));
    String dataset = asked.dataset();
    return given.isEmpty() && dataset != null ? labelsOf(dataset) : given;
  }

  /** The classes of a data set; none where it is unknown or has none. */
  @Override
  public List<String> labelsOf(String dataset) {
    return datasets
        .find(dataset)
        .filter(d -> d.classes() > 0)
        .map(DatasetInfo::name)
        .map(datasets::open)
        .map(ImageDataset::classNames)
        .orElse(List.of());
  }

  @Override
  public Question question(Asked asked, boolean image) {
    return Question.CLASS_OF_IMAGE;
  }

  @Override
  public String usualPreset(Asked asked, boolean image) {
    return "rlcf-tune";
  }

  @Override
  public Facts.Candidates candidates(Asked asked, boolean image) {
    List<String> labels = Objects.requireNonNullElse(asked.labels(), List.of());
    return labels.size() < 2
        ? Facts.Candidates.UNLIMITED
        : new Facts.Candidates(labels.size(), "labels");
  }

  @Override
  public OpenQuestion open(Decided what, NDManager manager) {
    Asked asked = what.asked();
    return new Picture(
        new Classification(
            library,
            manager,
            new ClassTexts.Asked(
                what.model(), what.chosen(), Objects.requireNonNull(asked.labels()), 1, false)),
        Objects.requireNonNull(what.picture()),
        Objects.requireNonNullElse(asked.seed(), 0L));
  }

  /** A picture, and the classes it is told apart by. */
  private record Picture(Classification classes, RgbImage picture, long seed)
      implements OpenQuestion {

    @Override
    public Subject subject() {
      return classes.subject();
    }

    @Override
    public Query query(NDManager scope) {
      return classes.query(picture, seed, 0, scope);
    }

    @Override
    public Episode.Answer named(Answer answer) {
      List<SampleResult.Candidate> top = classes.top(answer);
      return new Episode.Answer(top.get(0).text(), top);
    }

    @Override
    public NamedStep named(Step step) {
      return classes.named(step);
    }

    @Override
    public void close() {
      classes.close();
    }
  }
}
