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
import dev.attune.metric.VideoScores;
import dev.attune.model.Scopes;
import dev.attune.task.FeatureBanks;
import dev.attune.task.NamedStep;
import dev.attune.task.OpenTask;
import dev.attune.task.Ranking;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskSpec;
import dev.attune.vision.video.FrameCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A set's videos with their captions, each asked for the other. A sample is a video with its
 * captions. Letters: N texts, M videos, E embedding.
 */
final class OpenVideoRetrieval implements OpenTask {
  private static final int TOP = 5;

  private final NDManager manager;
  private final VideoDataset set;
  private final Captions captions;
  private final Watched watched;
  private final VideoFrames frames;
  private final VideoEncoder encoder;
  private final SeenSet seen;

  /** The baseline's, which a tuned temperature must not reach. */
  private final UnaryOperator<NDArray> scaling;

  private @Nullable Candidates candidates;

  /**
   * Loads the models.
   *
   * @param features folder of the features
   * @param manager holds all arrays, and is closed with this
   */
  OpenVideoRetrieval(
      TaskSpec spec,
      VideoDataset set,
      ModelCatalog models,
      Path features,
      FrameCache cache,
      NDManager manager) {
    this.manager = manager;
    this.set = set;
    try {
      captions = Captions.of(set);
      watched = Watched.of(spec.chosen(), set);
      encoder = models.videoEncoder(spec.model(), manager);
      scaling = encoder.similarity().fixed();
      frames = new VideoFrames(set, watched.sampling(), encoder.encoder().preprocess(), cache);
      FeatureBanks banks = new FeatureBanks(features, models, manager);
      VideoGallery gallery = new VideoGallery(set, frames, spec.model(), encoder, banks);
      seen = new SeenSet(spec.model(), encoder, gallery, captions, watched.words(), banks);
    } catch (IllegalArgumentException e) {
      manager.close();
      throw new TaskException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public boolean prepare() {
    return seen.prepare();
  }

  private Candidates candidates() {
    Candidates known = candidates;
    if (known == null) {
      known = Candidates.of(captions, seen.gallery().present());
      candidates = known;
    }
    return known;
  }

  @Override
  public List<Question> questions() {
    return List.of();
  }

  @Override
  public Subject subject(Question question) {
    throw new IllegalArgumentException(question + " is not asked");
  }

  @Override
  public int queries(int sample) {
    return 1;
  }

  @Override
  public Sample load(int sample, NDManager scope) {
    if (candidates().place(sample) < 0) {
      throw seen.gallery().whyNot(sample);
    }
    return new Video(sample, scope);
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
  public void close() {
    manager.close();
  }

  /** One video and its captions. */
  private final class Video implements Sample {
    private final int sample;
    private final int[] own;

    Video(int sample, NDManager scope) {
      this.sample = sample;
      own = captions.ofVideo().get(sample);
    }

    @Override
    public List<Query> queries(Question question) {
      return List.of();
    }

    @Override
    public SampleResult result(List<Trace> traces) {
      NDArray texts = seen.texts();
      NDArray videos = seen.gallery().features();
      Answer.Scores forVideo = scores(videos, candidates().place(sample), texts);
      List<Answer.Scores> forCaptions = new ArrayList<>();
      for (int text : own) {
        forCaptions.add(scores(texts, candidates().textPlace(text), videos));
      }
      SampleResult.Answer before = answer(forVideo, forCaptions);
      return new SampleResult(sample, set.id(sample), truth(), before, before, List.of());
    }

    private boolean areVideosShown() {
      return true;
    }

    /** The video's first caption, which is the query where texts are asked with. */
    private String truth() {
      String text = captions.texts().get(own[0]);
      return areVideosShown() && encoder.encoder().tokenizer().isCut(text, watched.words())
          ? "%s (cut to %d tokens)".formatted(text, watched.words())
          : text;
    }

    /**
     * What both directions find.
     *
     * @param forVideo N scores of the texts for the video
     * @param forCaptions for each caption M scores of the videos
     */
    private SampleResult.Answer answer(Answer.Scores forVideo, List<Answer.Scores> forCaptions) {
      double rank = candidates().rankOfCaptions(forVideo, sample);
      double[] ranks =
          forCaptions.stream().mapToDouble(s -> candidates().rankOfVideo(s, sample)).toArray();
      List<SampleResult.Candidate> top =
          areVideosShown()
              ? Ranking.top(forCaptions.get(0), TOP, this::video)
              : Ranking.top(forVideo, TOP, this::text);
      return new SampleResult.Answer(
          top.get(0).text(),
          (areVideosShown() ? ranks[0] : rank) < 1,
          top,
          VideoScores.row(rank, ranks, captions.most()));
    }

    private String video(int place) {
      return set.id(candidates().videos()[place]);
    }

    private String text(int place) {
      return captions.texts().get(candidates().texts()[place]);
    }

    private static List<NamedStep> named(Trace trace, IntFunction<String> name) {
      return trace.steps().stream().map(s -> Ranking.named(s, name)).toList();
    }
  }
}
