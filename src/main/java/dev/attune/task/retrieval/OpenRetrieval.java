package dev.attune.task.retrieval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.Encoder;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Answer;
import dev.attune.method.Chosen;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.metric.RetrievalScores;
import dev.attune.model.Scopes;
import dev.attune.task.AnsweredQuery;
import dev.attune.task.Encoders;
import dev.attune.task.FeatureBank;
import dev.attune.task.FeatureBanks;
import dev.attune.task.NamedStep;
import dev.attune.task.OpenTask;
import dev.attune.task.PictureQuery;
import dev.attune.task.Ranking;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskSpec;
import dev.attune.task.TextQuery;
import dev.attune.task.TwoWays;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.RgbImage;
import dev.attune.vision.SampleRandom;
import dev.attune.vision.decode.PictureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set's pictures with their captions, each asked for the other. A sample is a picture with its
 * captions. Letters: N texts, M pictures, E embedding.
 */
final class OpenRetrieval implements OpenTask {
  private static final int TOP = 5;

  private final NDManager manager;
  private final CaptionDataset dataset;
  private final CaptionIndex index;
  private final long seed;
  private final Encoder encoder;

  /** The baseline's, which a tuned temperature must not reach. */
  private final float scale;

  private final FeatureBank textBank;
  private final FeatureBank pictureBank;
  private final TwoWays<BankSubject> ways;

  /** The texts of which the encoder reads the beginning only. */
  private final BitSet cut = new BitSet();

  /**
   * Loads the models.
   *
   * @param cache folder of the features
   * @param manager holds all arrays, and is closed with this
   */
  OpenRetrieval(
      TaskSpec spec, CaptionDataset dataset, ModelCatalog models, Path cache, NDManager manager) {
    this.manager = manager;
    this.dataset = dataset;
    seed = spec.seed();
    try {
      index = CaptionIndex.of(dataset);
      Encoders encoders = new Encoders(models, manager);
      encoder = encoders.load(spec.model());
      scale = encoder.similarity().scale();
      findCut(encoder.tokenizer());
      Shelf shelf =
          new Shelf(
              encoders,
              new FeatureBanks(cache, models, manager),
              dataset,
              index,
              encoder.preprocess());
      textBank = shelf.texts(spec.model(), encoder);
      pictureBank = shelf.pictures(spec.model(), encoder);
      ways =
          new TwoWays<>(
              Question.TEXTS_OF_IMAGE,
              Question.IMAGES_OF_TEXT,
              spec.chosen(),
              question -> subject(question, spec, shelf));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private BankSubject subject(Question question, TaskSpec spec, Shelf shelf) {
    checkCandidates(question, index, dataset.name(), spec.chosen());
    return new BankSubject(
        question,
        shelf,
        spec.model(),
        encoder,
        spec.chosen().reward(),
        (name, reader) -> reader.tokenizer().encodeAll(index.texts()));
  }

  /**
   * Throws unless the set has as many candidates as a method samples.
   *
   * @param set the set's name, for the message
   * @throws dev.attune.task.TaskException when it has not
   */
  static void checkCandidates(Question question, CaptionIndex index, String set, Chosen<?> chosen) {
    boolean ofText = question == Question.IMAGES_OF_TEXT;
    Ranking.checkCandidates(
        chosen,
        ofText ? index.ofPicture().size() : index.texts().size(),
        "%s of %s".formatted(ofText ? "pictures" : "texts", set));
  }

  private void findCut(TextTokenizer tokenizer) {
    for (int t = 0; t < index.texts().size(); t++) {
      cut.set(t, tokenizer.isCut(index.texts().get(t)));
    }
  }

  @Override
  public boolean prepare() {
    return textBank.advance()
        && pictureBank.advance()
        && ways.subjects().stream().allMatch(BankSubject::prepare);
  }

  @Override
  public List<Question> questions() {
    return ways.questions();
  }

  @Override
  public Subject subject(Question question) {
    return ways.subject(question);
  }

  @Override
  public int queries(int sample) {
    return ways.queries(index.ofPicture().get(sample).length);
  }

  @Override
  public Sample load(int sample, NDManager scope) {
    if (FeatureBanks.isMissing(pictureBank.features(), sample)) {
      throw new PictureException(dataset.id(sample), "could not be read");
    }
    return new Picture(sample, ways.asksOfThings() ? dataset.picture(sample) : null, scope);
  }

  /** The scores of one row of a bank for all of another: (E) and (N, E) -> N. */
  private Answer.Scores scores(NDArray bank, int row, NDArray candidates) {
    return Scopes.call(
        () ->
            Answer.Scores.logits(
                candidates // first, or the engine would copy all of it
                    .matMul(bank.get(new NDIndex("{}:{}", row, row + 1)).transpose())
                    .mul(scale)
                    .toFloatArray()));
  }

  /** N scores of the texts for a picture, by the model as it is. */
  private Answer.Scores textsOf(int picture) {
    return scores(pictureBank.array(manager), picture, textBank.array(manager));
  }

  /** M scores of the pictures for a text, by the model as it is. */
  private Answer.Scores picturesOf(int text) {
    return scores(textBank.array(manager), text, pictureBank.array(manager));
  }

  @Override
  public SampleResult.Answer answer(int sample, List<Answer.Scores> rows) {
    return new Picture(sample, null, manager).answer(rows);
  }

  @Override
  public void close() {
    manager.close();
  }

  /** One picture and its captions. */
  private final class Picture implements Sample {
    private final int sample;
    private final int[] own;
    private final @Nullable RgbImage picture;
    private final NDManager scope;

    Picture(int sample, @Nullable RgbImage picture, NDManager scope) {
      this.sample = sample;
      this.own = index.ofPicture().get(sample);
      this.picture = picture;
      this.scope = scope;
    }

    @Override
    public List<Query> queries(Question question) {
      if (question == Question.TEXTS_OF_IMAGE && picture != null) {
        Query query =
            new PictureQuery(picture, () -> SampleRandom.of(seed, sample), encoder, scope);
        return List.of(new AnsweredQuery(query, () -> textsOf(sample)));
      }
      List<Query> queries = new ArrayList<>();
      for (int text : own) {
        Query query = TextQuery.of(ways.subject(question).readers(text), encoder, scope);
        queries.add(new AnsweredQuery(query, () -> picturesOf(text)));
      }
      return queries;
    }

    @Override
    public SampleResult result(List<Trace> traces) {
      List<NamedStep> steps = ways.steps(traces, own.length, dataset::id, index.texts()::get);
      SampleResult.Answer before = answer(textsOf(sample), forCaptions());
      SampleResult.Answer after = answer(traces.stream().map(t -> t.after().scored()).toList());
      return new SampleResult(sample, dataset.id(sample), truth(), before, after, steps);
    }

    private List<Answer.Scores> forCaptions() {
      return Arrays.stream(own).mapToObj(OpenRetrieval.this::picturesOf).toList();
    }

    /**
     * What both directions find.
     *
     * @param rows of the questions that are asked, in their order; the others' are as they are
     */
    private SampleResult.Answer answer(List<Answer.Scores> rows) {
      TwoWays.Scores both = ways.scores(rows, () -> textsOf(sample), this::forCaptions);
      return answer(both.ofThing(), both.ofTexts());
    }

    private boolean areTextsShown() {
      return ways.asksOfTexts() && !ways.asksOfThings();
    }

    /** A picture's first caption, which is the query that is shown where texts are asked with. */
    private String truth() {
      String text = index.texts().get(own[0]);
      return areTextsShown() && cut.get(own[0])
          ? "%s (cut to %d tokens)".formatted(text, encoder.contextLength())
          : text;
    }

    /**
     * What both directions find.
     *
     * @param forPicture N scores of the texts for the picture
     * @param forCaptions for each caption M scores of the pictures
     */
    private SampleResult.Answer answer(Answer.Scores forPicture, List<Answer.Scores> forCaptions) {
      int rank = RetrievalScores.rank(forPicture.order(), own);
      int[] ranks = new int[own.length];
      for (int c = 0; c < ranks.length; c++) {
        ranks[c] = RetrievalScores.rank(forCaptions.get(c).order(), index.ofText().get(own[c]));
      }
      List<SampleResult.Candidate> top =
          areTextsShown()
              ? Ranking.top(forCaptions.get(0), TOP, dataset::id)
              : Ranking.top(forPicture, TOP, index.texts()::get);
      return new SampleResult.Answer(
          top.get(0).text(),
          (areTextsShown() ? ranks[0] : rank) == 0,
          top,
          RetrievalScores.row(rank, ranks, index.mostCaptions()));
    }
  }
}
