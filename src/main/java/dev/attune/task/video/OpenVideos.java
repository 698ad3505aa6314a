package dev.attune.task.video;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.VideoDataset;
import dev.attune.encoder.FrameMean;
import dev.attune.encoder.VideoEncoder;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Chosen;
import dev.attune.method.Question;
import dev.attune.method.options.FrameJudging;
import dev.attune.task.Encoders;
import dev.attune.task.FeatureBanks;
import dev.attune.task.Ranking;
import dev.attune.task.TaskException;
import dev.attune.vision.video.FrameCache;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A set of videos with captions whose models are loaded.
 *
 * @param seen as the adapted model sees it
 * @param judges as each judge sees it
 * @param others gives another set as the adapted model sees it, read as this one is
 * @param manager holds all arrays
 */
record OpenVideos(
    VideoDataset set,
    Captions captions,
    VideoFrames frames,
    VideoEncoder encoder,
    SeenSet seen,
    List<FrameJudge> judges,
    Function<VideoDataset, SeenSet> others,
    NDManager manager) {

  /**
   * Loads the models.
   *
   * @param model name of the adapted one
   * @param features folder of the features
   * @param cache of decoded frames
   * @param everyText see {@link SeenSet#of}
   * @throws TaskException when a model cannot read so many frames, or a caption is empty
   */
  static OpenVideos of(
      VideoDataset set,
      String model,
      Chosen<?> chosen,
      ModelCatalog models,
      Path features,
      FrameCache cache,
      NDManager manager,
      boolean everyText) {
    Captions captions = Captions.of(set);
    Watched watched = Watched.of(chosen, set, models.frames(model));
    VideoEncoder encoder = models.videoEncoder(model, manager);
    VideoFrames frames =
        new VideoFrames(set, watched.sampling(), encoder.encoder().preprocess(), cache);
    FeatureBanks banks = new FeatureBanks(features, models, manager);
    BiFunction<String, VideoEncoder, SeenSet> seen =
        (name, reader) ->
            SeenSet.of(name, reader, set, frames, captions, watched.words(), banks, everyText);
    try {
      return new OpenVideos(
          set,
          captions,
          frames,
          encoder,
          seen.apply(model, encoder),
          new Encoders(models, manager)
              .judges(
                  chosen.reward(),
                  (name, judge, weight) ->
                      new FrameJudge(
                          seen.apply(name, new FrameMean(judge)), judging(chosen), weight)),
          other ->
              SeenSet.of(
                  model,
                  encoder,
                  other,
                  new VideoFrames(other, watched.sampling(), encoder.encoder().preprocess(), cache),
                  Captions.of(other),
                  watched.words(),
                  banks,
                  false),
          manager);
    } catch (IllegalArgumentException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  private static FrameJudging.Frames judging(Chosen<?> chosen) {
    return chosen.options() instanceof FrameJudging.Judging j
        ? j.frames().judgedBy()
        : FrameJudging.Frames.MEAN;
  }

  /**
   * What a method adapts to.
   *
   * @throws TaskException when there are fewer candidates than it samples
   */
  VideoSubject subject(Question question, Chosen<?> chosen) {
    boolean ofText = question == Question.VIDEOS_OF_TEXT;
    Ranking.checkCandidates(
        chosen,
        ofText ? set.size() : captions.texts().size(),
        "%s of %s".formatted(ofText ? "videos" : "texts", set.name()));
    return new VideoSubject(question, seen, judges, manager);
  }

  /**
   * Throws unless all judges could read the videos that the model could.
   *
   * @throws TaskException when one could not
   */
  void checkJudges() {
    for (FrameJudge judge : judges) {
      if (!Arrays.equals(judge.seen().gallery().present(), seen.gallery().present())) {
        throw new TaskException(
            "a judge could read other videos of %s than the model: empty the cache of features"
                .formatted(set.name()));
      }
    }
  }
}
