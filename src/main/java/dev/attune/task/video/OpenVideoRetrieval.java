package dev.attune.task.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.dataset.VideoDataset;
import dev.attune.encoder.VideoEncoder;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Answer;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.options.QbNormSpec;
import dev.attune.metric.VideoScores;
import dev.attune.model.Scopes;
import dev.attune.task.AnsweredQuery;
import dev.attune.task.NamedStep;
import dev.attune.task.OpenTask;
import dev.attune.task.Ranking;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskSpec;
import dev.attune.task.TextQuery;
import dev.attune.task.TwoWays;
import dev.attune.vision.video.FrameCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A set's videos with their captions, each asked for the other. A sample is a video with its
 * captions. Letters: N texts, M videos, E embedding.
 */
final class OpenVideoRetrieval implements OpenTask {
  private static final int TOP = 5;

  private final OpenVideos videos;
  private final VideoDataset set;
  private final Captions captions;
  private final VideoEncoder encoder;
  private final SeenSet seen;
  private final TwoWays<VideoSubject> ways;

  /** The baseline's, which a tuned temperature must not reach. */
  private final UnaryOperator<NDArray> scaling;

  private final @Nullable QbNormalisation qbNorm;

  /**
   * Loads the models.
   *
   * @param sets gives sets of videos by their names
   * @param features folder of the features
   * @param manager holds all arrays, and is closed with this
   */
  OpenVideoRetrieval(
      TaskSpec spec,
      Function<String, VideoDataset> sets,
      ModelCatalog models,
      Path features,
      FrameCache cache,
      NDManager manager) {
    try {
      set = sets.apply(spec.dataset());
      videos =
          OpenVideos.of(set, spec.model(), spec.chosen(), models, features, cache, manager, false);
      captions = videos.captions();
      encoder = videos.encoder();
      seen = videos.seen();
      scaling = encoder.similarity().fixed();
      qbNorm =
          spec.chosen().options() instanceof QbNormSpec.Normalising n && n.qbNorm() != null
              ? new QbNormalisation(
                  n.qbNorm(),
                  seen,
                  videos.others().apply(sets.apply(n.qbNorm().bank())),
                  videos.others().apply(sets.apply(n.qbNorm().heldOut())),
                  encoder.similarity().scale())
              : null;
      ways =
          new TwoWays<>(
              Question.TEXTS_OF_VIDEO,
              Question.VIDEOS_OF_TEXT,
              spec.chosen(),
              question -> videos.subject(question, spec.chosen()));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public boolean prepare() {
    if (!seen.prepare()
        || !videos.judges().stream().allMatch(j -> j.seen().prepare())
        || (qbNorm != null && !qbNorm.prepare())) {
      return false;
    }
    videos.checkJudges();
    return true;
  }

  private Candidates candidates() {
    return seen.candidates();
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
    return ways.queries(captions.ofVideo().get(sample).length);
  }

  @Override
  public Sample load(int sample, NDManager scope) {
    if (candidates().place(sample) < 0) {
      throw seen.gallery().whyNot(sample);
    }
    return new Video(
        sample,
        ways.asksOfThings() ? videos.frames().values(videos.frames().of(sample)) : null,
        scope);
  }

  /** The scores of one row for all of another: (N, E) and (M, E) -> M. */
  private Answer.Scores scores(NDArray features, int row, NDArray candidates) {
    return Scopes.call(
        () -> {
          NDArray one = features.get(new NDIndex("{}:{}", row, row + 1));
          return Answer.Scores.logits(
              scaling.apply(candidates.matMul(one.transpose())).toFloatArray());
        });
  }

  @Override
  public SampleResult.Answer answer(int sample, List<Answer.Scores> rows) {
    return new Video(sample, null, videos.manager()).after(rows);
  }

  @Override
  public void close() {
    videos.manager().close();
  }

  /** One video and its captions. */
  private final class Video implements Sample {
    private final int sample;
    private final int[] own;
    private final float @Nullable [] watched;
    private final NDManager scope;

    /**
     * @param watched its frames' values, where they are asked about
     */
    Video(int sample, float @Nullable [] watched, NDManager scope) {
      this.sample = sample;
      this.watched = watched;
      this.scope = scope;
      own = captions.ofVideo().get(sample);
    }

    @Override
    public List<Query> queries(Question question) {
      if (question == Question.TEXTS_OF_VIDEO && watched != null) {
        Query query = new VideoQuery(watched, encoder, encoder.encoder().preprocess(), scope);
        return List.of(new AnsweredQuery(query, this::textsOf));
      }
      return Arrays.stream(own).<Query>mapToObj(this::query).toList();
    }

    private AnsweredQuery query(int text) {
      List<long[]> readers = new ArrayList<>(List.of(seen.tokens(text)));
      videos.judges().forEach(j -> readers.add(j.seen().tokens(text)));
      Query query = new TextQuery(readers, ids -> encoder.textFeatures(scope, ids), scope);
      return new AnsweredQuery(query, () -> videosOf(text));
    }

    @Override
    public SampleResult result(List<Trace> traces) {
      List<NamedStep> steps = ways.steps(traces, own.length, this::video, this::text);
      SampleResult.Answer before = answer(textsOf(), forCaptions(), false);
      SampleResult.Answer after = after(traces.stream().map(t -> t.after().scored()).toList());
      return new SampleResult(sample, set.id(sample), truth(), before, after, steps);
    }

    /** N scores of the texts for the video, by the model as it is. */
    private Answer.Scores textsOf() {
      return scores(seen.gallery().features(), candidates().place(sample), seen.texts());
    }

    /** M scores of the videos for a text, by the model as it is. */
    private Answer.Scores videosOf(int text) {
      return scores(seen.texts(), candidates().textPlace(text), seen.gallery().features());
    }

    private List<Answer.Scores> forCaptions() {
      return Arrays.stream(own).mapToObj(this::videosOf).toList();
    }

    /**
     * What both directions find.
     *
     * @param rows of the questions that are asked, in their order; the others' are as they are
     */
    private SampleResult.Answer after(List<Answer.Scores> rows) {
      TwoWays.Scores both = ways.scores(rows, this::textsOf, this::forCaptions);
      return after(both.ofThing(), both.ofTexts());
    }

    private SampleResult.Answer after(Answer.Scores forVideo, List<Answer.Scores> forCaptions) {
      QbNormalisation norm = qbNorm;
      if (norm == null) {
        return answer(forVideo, forCaptions, true);
      }
      return answer(
          norm.normalised(Question.TEXTS_OF_VIDEO, forVideo),
          forCaptions.stream().map(s -> norm.normalised(Question.VIDEOS_OF_TEXT, s)).toList(),
          true);
    }

    /** A video's row, and what it was normalised with: 0 where it was not. */
    private Map<String, Double> row(
        double rank, double[] ranks, List<Answer.Scores> forCaptions, boolean after) {
      Map<String, Double> row = candidates().row(rank, ranks, forCaptions, sample);
      if (qbNorm != null) {
        row.put(VideoScores.T2V_BETA, after ? qbNorm.beta(Question.VIDEOS_OF_TEXT) : 0);
        row.put(VideoScores.V2T_BETA, after ? qbNorm.beta(Question.TEXTS_OF_VIDEO) : 0);
      }
      return row;
    }

    /** Unless only the texts of a video are asked for. */
    private boolean areVideosShown() {
      return !ways.asksOfThings() || ways.asksOfTexts();
    }

    /** The video's first caption, which is the query where texts are asked with. */
    private String truth() {
      String text = captions.texts().get(own[0]);
      return areVideosShown() && seen.cuts(text)
          ? "%s (cut to %d tokens)".formatted(text, seen.words())
          : text;
    }

    /**
     * What both directions find.
     *
     * @param forVideo N scores of the texts for the video
     * @param forCaptions for each caption M scores of the videos
     * @param after whether they are those of the method
     */
    private SampleResult.Answer answer(
        Answer.Scores forVideo, List<Answer.Scores> forCaptions, boolean after) {
      double rank = candidates().rankOfCaptions(forVideo, sample);
      double[] ranks = candidates().ranksOfVideo(forCaptions, sample);
      List<SampleResult.Candidate> top =
          areVideosShown()
              ? Ranking.top(forCaptions.get(0), TOP, this::video)
              : Ranking.top(forVideo, TOP, this::text);
      return new SampleResult.Answer(
          top.get(0).text(),
          (areVideosShown() ? ranks[0] : rank) < 1,
          top,
          row(rank, ranks, forCaptions, after));
    }

    private String video(int place) {
      return set.id(candidates().videos()[place]);
    }

    private String text(int place) {
      return captions.texts().get(candidates().texts()[place]);
    }
  }
}
