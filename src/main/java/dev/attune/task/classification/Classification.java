package dev.attune.task.classification;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.ImageDataset;
import dev.attune.encoder.Encoder;
import dev.attune.method.Answer;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Step;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.metric.ClassificationScores;
import dev.attune.task.NamedStep;
import dev.attune.task.OpenTask;
import dev.attune.task.PictureQuery;
import dev.attune.task.Ranking;
import dev.attune.task.SampleResult;
import dev.attune.vision.RgbImage;
import dev.attune.vision.SampleRandom;
import java.util.List;
import java.util.Map;

/** Classes that a loaded encoder tells apart. */
final class Classification implements AutoCloseable {
  private static final int TOP = 5;

  private final NDManager manager;
  private final List<String> classNames;
  private final Encoder encoder;
  private final ClassTexts subject;

  /**
   * Loads the model.
   *
   * @param manager holds all arrays, and is closed with this
   */
  Classification(ClassLibrary library, NDManager manager, ClassTexts.Asked asked) {
    this.manager = manager;
    this.classNames = asked.classNames();
    try {
      encoder = library.models().encoder(asked.model(), manager);
      subject = new ClassTexts(library, manager, encoder, asked);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** See {@link ClassTexts#prepare}. */
  boolean prepare() {
    return subject.prepare();
  }

  Subject subject() {
    return subject;
  }

  /**
   * A picture as a query.
   *
   * @param index decides the views with the seed
   */
  Query query(RgbImage picture, long seed, int index, NDManager scope) {
    return new PictureQuery(picture, () -> SampleRandom.of(seed, index), encoder, scope);
  }

  /** The likeliest classes with their probabilities, best first. */
  List<SampleResult.Candidate> top(Answer answer) {
    return Ranking.top(answer, TOP, classNames::get);
  }

  NamedStep named(Step step) {
    return Ranking.named(step, classNames::get);
  }

  @Override
  public void close() {
    manager.close();
  }

  /** The pictures of a data set. */
  record OverSet(Classification classes, ImageDataset dataset, long seed) implements OpenTask {

    @Override
    public boolean prepare() {
      return classes.prepare();
    }

    @Override
    public List<Question> questions() {
      return List.of(Question.CLASS_OF_IMAGE);
    }

    @Override
    public Subject subject(Question question) {
      return classes.subject();
    }

    @Override
    public int queries(int sample) {
      return 1;
    }

    @Override
    public Sample load(int index, NDManager scope) {
      ImageDataset.Sample sample = dataset.load(index);
      Query query = classes.query(sample.image(), seed, index, scope);
      return new Picture(classes, index, sample, query);
    }

    @Override
    public void close() {
      classes.close();
    }
  }

  /** One picture of a data set. */
  private record Picture(Classification classes, int index, ImageDataset.Sample sample, Query query)
      implements OpenTask.Sample {

    @Override
    public List<Query> queries(Question question) {
      return List.of(query);
    }

    @Override
    public SampleResult result(List<Trace> traces) {
      Trace trace = traces.get(0);
      return new SampleResult(
          index,
          sample.id(),
          classes.classNames.get(sample.label()),
          answer(trace.before()),
          answer(trace.after()),
          trace.steps().stream().map(classes::named).toList());
    }

    private SampleResult.Answer answer(Answer answer) {
      Answer.Scores scores = answer.scored();
      int best = Ranking.top(scores.order(), 1)[0];
      return new SampleResult.Answer(
          classes.classNames.get(best),
          best == sample.label(), // two classes may have one name
          classes.top(answer),
          row(scores, best));
    }

    private Map<String, Double> row(Answer.Scores scores, int best) {
      return scores.kind() == Answer.Scores.Kind.LOGITS
          ? ClassificationScores.row(scores.values(), sample.label())
          : ClassificationScores.row(
              scores.order(), Ranking.confidence(scores)[best], sample.label());
    }
  }
}
