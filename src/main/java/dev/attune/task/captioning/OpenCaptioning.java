package dev.attune.task.captioning;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Step;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.metric.caption.CaptionScores;
import dev.attune.metric.caption.CaptionScores.ClipCosines;
import dev.attune.metric.caption.CiderFrequencies;
import dev.attune.model.caption.LanguageText;
import dev.attune.model.lm.CausalLm;
import dev.attune.task.Encoders;
import dev.attune.task.NamedStep;
import dev.attune.task.OpenTask;
import dev.attune.task.PictureQuery;
import dev.attune.task.Ranking;
import dev.attune.task.SampleResult;
import dev.attune.vision.RgbImage;
import dev.attune.vision.SampleRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Pictures that are captioned, and measured by what people wrote of them. */
final class OpenCaptioning implements OpenTask {
  /** The score by which a caption counts as better than another. */
  private static final String HEADLINE = "cider";

  private final CaptionDataset dataset;
  private final NDManager manager;
  private final CaptionerSubject captioner;
  private final CaptionScorer scorer;
  private final CaptionScores scores;

  /**
   * Loads the models and counts the references.
   *
   * @param resources what captions are measured with
   * @param manager holds all arrays, and is closed with this
   */
  OpenCaptioning(
      String model,
      CaptionDataset dataset,
      ModelCatalog models,
      CaptionResources.Found resources,
      NDManager manager) {
    this.manager = manager;
    this.dataset = dataset;
    try {
      // of the whole set, so that runs with different limits can be compared
      scores =
          new CaptionScores(
              CiderFrequencies.of(references(dataset)), resources.meteor(), resources.spice());
      Encoders encoders = new Encoders(models, manager);
      String name = new CaptionerModels(encoders).parts(model).scorer();
      scorer = new CaptionScorer(encoders.load(name), manager);
      captioner = load(models, model, manager);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Loads a captioner.
   *
   * @param manager owns its tensors
   */
  static CaptionerSubject load(ModelCatalog catalog, String name, NDManager manager) {
    Encoders encoders = new Encoders(catalog, manager);
    CaptionerModels models = new CaptionerModels(encoders);
    String languageModel = models.parts(name).languageModel();
    CausalLm lm = models.languageModel(languageModel);
    LanguageText text = models.text(languageModel, lm);
    try {
      return CaptionerSubject.of(models.load(name, lm, text), encoders, text);
    } catch (RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private static Iterable<List<String>> references(CaptionDataset dataset) {
    return () -> IntStream.range(0, dataset.size()).mapToObj(dataset::captions).iterator();
  }

  @Override
  public List<Question> questions() {
    return List.of(Question.CAPTION_OF_IMAGE);
  }

  @Override
  public Subject subject(Question question) {
    return captioner;
  }

  @Override
  public int queries(int sample) {
    return 1;
  }

  @Override
  public Sample load(int index, NDManager scope) {
    RgbImage picture = dataset.picture(index);
    Query query =
        new PictureQuery(picture, () -> SampleRandom.of(0, index), captioner.encoder(), scope);
    return new Picture(index, picture, query);
  }

  /** A step with its captions, which are words already. */
  static NamedStep named(Step step) {
    return Ranking.named(step, String::valueOf);
  }

  @Override
  public void close() {
    captioner.close();
    manager.close();
  }

  /** One picture of the data set. */
  private final class Picture implements Sample {
    private final int index;
    private final RgbImage picture;
    private final Query query;

    Picture(int index, RgbImage picture, Query query) {
      this.index = index;
      this.picture = picture;
      this.query = query;
    }

    @Override
    public List<Query> queries(Question question) {
      return List.of(query);
    }

    @Override
    public SampleResult result(List<Trace> traces) {
      Trace trace = traces.get(0);
      List<String> references = dataset.captions(index);
      List<String> captions = List.of(trace.before().caption(), trace.after().caption());
      List<ClipCosines> cosines = scorer.cosines(picture, captions, references);
      Map<String, Double> before = scores.row(captions.get(0), references, cosines.get(0));
      Map<String, Double> after = scores.row(captions.get(1), references, cosines.get(1));
      double gain = headline(after) - headline(before);
      return new SampleResult(
          index,
          dataset.id(index),
          dataset.truth(index),
          answer(captions.get(0), before, gain < 0),
          answer(captions.get(1), after, gain > 0),
          trace.steps().stream().map(OpenCaptioning::named).toList());
    }

    private static double headline(Map<String, Double> row) {
      return Objects.requireNonNull(row.get(HEADLINE));
    }

    private static SampleResult.Answer answer(
        String caption, Map<String, Double> row, boolean better) {
      return new SampleResult.Answer(caption, better, List.of(), row);
    }
  }
}
