package dev.attune.task.video;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.VideoDataset;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Chosen;
import dev.attune.method.Question;
import dev.attune.method.options.Rules;
import dev.attune.task.Asked;
import dev.attune.task.FrameTaking;
import dev.attune.task.Medium;
import dev.attune.task.OpenQuestion;
import dev.attune.task.Searching;
import dev.attune.vision.video.FrameCache;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Ranks a data set's videos for a text, or its texts for a video.
 *
 * @param features folder of features
 * @param cache of decoded frames
 */
record VideoSearch(DatasetCatalog datasets, ModelCatalog models, Path features, FrameCache cache)
    implements Searching {

  @Override
  public DatasetInfo.Modality modality() {
    return DatasetInfo.Modality.VIDEOS;
  }

  @Override
  public String found() {
    return "videos";
  }

  @Override
  public Medium medium() {
    return Medium.VIDEO;
  }

  @Override
  public Asked check(Asked asked, boolean file, Rules rules) {
    Asked checked = Searching.super.check(asked, file, rules);
    rules.require(
        !needsMedium(asked, file) || file || asked.picture() == null,
        "picture",
        "cannot be looked for among videos; bring a video");
    return checked;
  }

  @Override
  public Question question(Asked asked, boolean file) {
    return needsMedium(asked, file) ? Question.TEXTS_OF_VIDEO : Question.VIDEOS_OF_TEXT;
  }

  @Override
  public String usualPreset(Asked asked, boolean file) {
    return needsMedium(asked, file) ? "rlcf-v2t" : "rlcf-t2v";
  }

  private VideoDataset videos(Asked asked) {
    return datasets.videos(Objects.requireNonNull(asked.dataset()));
  }

  @Override
  public FrameTaking taking(Asked asked, String model, Chosen<?> chosen) {
    return new FrameTaking(
        Watched.of(chosen, videos(asked), models.frames(model)).sampling(),
        models.framePreprocess(model));
  }

  @Override
  public OpenQuestion open(Decided what, NDManager manager) {
    OpenVideos videos =
        OpenVideos.of(
            videos(what.asked()),
            what.model(),
            what.chosen(),
            models,
            features,
            cache,
            manager,
            true);
    String text = what.asked().text();
    Question question = text == null ? Question.TEXTS_OF_VIDEO : Question.VIDEOS_OF_TEXT;
    return new OpenVideoSearch(videos, videos.subject(question, what.chosen()), text, what.video());
  }
}
