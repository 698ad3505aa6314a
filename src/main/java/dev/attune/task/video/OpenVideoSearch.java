package dev.attune.task.video;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.VideoEncoder;
import dev.attune.method.Answer;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.task.Episode;
import dev.attune.task.NamedStep;
import dev.attune.task.OpenQuestion;
import dev.attune.task.Ranking;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TextQuery;
import dev.attune.vision.video.SampledVideo;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A search among videos whose models are loaded.
 *
 * @param text the query; null where a video is
 * @param video the query; null where a text is
 */
record OpenVideoSearch(
    OpenVideos videos, VideoSubject subject, @Nullable String text, @Nullable SampledVideo video)
    implements OpenQuestion {
  private static final int TEXTS = 12;

  /** Fewer than texts: each is a player and a strip. */
  private static final int VIDEOS = 6;

  @Override
  public boolean prepare() {
    if (text == null) {
      return readers().allMatch(SeenSet::prepareTexts);
    }
    if (!readers().allMatch(seen -> seen.gallery().prepare())) {
      return false;
    }
    if (videos.seen().gallery().present().length == 0) {
      throw new TaskException("no video of %s can be read".formatted(videos.set().name()));
    }
    videos.checkJudges();
    return true;
  }

  /** The set as each sees it who reads the query, the adapted model first. */
  private Stream<SeenSet> readers() {
    return Stream.concat(Stream.of(videos.seen()), videos.judges().stream().map(FrameJudge::seen));
  }

  @Override
  public List<String> notes() {
    return text == null
        ? List.of()
        : readers().filter(seen -> seen.cuts(text)).map(this::cut).toList();
  }

  private String cut(SeenSet reader) {
    return "The text is cut to the %d tokens that %s reads."
        .formatted(reader.words(), reader.name());
  }

  @Override
  public Query query(NDManager scope) {
    VideoEncoder encoder = videos.encoder();
    if (text == null) {
      float[] values = videos.frames().values(Objects.requireNonNull(video));
      return new VideoQuery(values, encoder, encoder.encoder().preprocess(), scope);
    }
    List<long[]> tokens = readers().map(seen -> seen.encode(text)).toList();
    return new TextQuery(tokens, ids -> encoder.textFeatures(scope, ids), scope);
  }

  @Override
  public Episode.Answer named(Answer answer) {
    int most = text == null ? TEXTS : VIDEOS;
    List<SampleResult.Candidate> top = Ranking.top(answer, most, this::name);
    List<Integer> samples =
        text == null
            ? List.of()
            : Arrays.stream(Ranking.top(answer.scored().order(), most))
                .mapToObj(this::video)
                .toList();
    return new Episode.Answer(top.get(0).text(), top, samples);
  }

  @Override
  public NamedStep named(Step step) {
    return Ranking.named(step, this::name);
  }

  /** A text, or what is written of a video. */
  private String name(int candidate) {
    return text == null
        ? videos.captions().texts().get(candidate)
        : videos.set().truth(video(candidate));
  }

  /** The set's number of a video among those that can be read. */
  private int video(int candidate) {
    return videos.seen().gallery().present()[candidate];
  }
}
