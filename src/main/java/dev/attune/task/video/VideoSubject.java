package dev.attune.task.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.VideoEncoder;
import dev.attune.method.Judge;
import dev.attune.method.Question;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.tuned.TunedTextSide;
import dev.attune.method.tuned.TunedTexts;
import dev.attune.method.tuned.TunedVideo;
import dev.attune.task.EncoderSubject;
import java.util.List;

/** A model that ranks the texts or the videos of a set, whose features are kept. */
final class VideoSubject extends EncoderSubject {
  private final boolean ofText;
  private final SeenSet seen;
  private final List<FrameJudge> judges;

  /**
   * @param question whether texts or videos are ranked
   * @param seen the set as the adapted model sees it
   */
  VideoSubject(Question question, SeenSet seen, List<FrameJudge> judges, NDManager manager) {
    super(seen.encoder().encoder(), seen.encoder().similarity(), manager);
    this.seen = seen;
    this.judges = List.copyOf(judges);
    ofText = question == Question.VIDEOS_OF_TEXT;
  }

  @Override
  public NDArray candidates() {
    return ofText ? seen.gallery().features() : seen.texts();
  }

  @Override
  public Tuned tune(Tuning what) {
    VideoEncoder encoder = seen.encoder();
    if (ofText && what instanceof Tuning.TextSide side) {
      return encoder.textPrompts().isEmpty()
          ? new TunedTextSide(encoder.encoder(), candidates(), side.lasting())
          : TunedTexts.prompts(encoder, candidates());
    }
    if (!ofText && what instanceof Tuning.Tower tower) {
      return new TunedVideo(encoder, candidates(), tower);
    }
    throw new IllegalArgumentException(
        "a query that is a %s has nothing else to be tuned".formatted(ofText ? "text" : "video"));
  }

  @Override
  public List<Judge> judges(RewardSpec reward) {
    return judges.stream()
        .map(j -> ofText ? j.ofTexts() : j.ofVideos(encoder().preprocess()))
        .toList();
  }
}
