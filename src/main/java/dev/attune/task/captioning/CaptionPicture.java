package dev.attune.task.captioning;

import ai.djl.ndarray.NDManager;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Answer;
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
import dev.attune.task.PictureQuery;
import dev.attune.vision.RgbImage;
import dev.attune.vision.SampleRandom;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Captions a picture. */
record CaptionPicture(ModelCatalog models) implements Interactive {

  @Override
  public String page() {
    return "caption";
  }

  @Override
  public String api() {
    return "captions";
  }

  @Override
  public String title() {
    return "Caption a picture";
  }

  @Override
  public Set<String> fields() {
    return Set.of("dataset", "sample", "picture", "model", "preset");
  }

  @Override
  public Asked check(Asked asked, boolean image, Rules rules) {
    return asked;
  }

  @Override
  public Question question(Asked asked, boolean image) {
    return Question.CAPTION_OF_IMAGE;
  }

  @Override
  public String usualPreset(Asked asked, boolean image) {
    return "rlcf-clipcap-flickr";
  }

  @Override
  public Facts.Candidates candidates(Asked asked, boolean image) {
    return Facts.Candidates.UNLIMITED;
  }

  @Override
  public OpenQuestion open(Decided what, NDManager manager) {
    return new Picture(
        OpenCaptioning.load(models, what.model(), manager), Objects.requireNonNull(what.picture()));
  }

  /** A picture, and who captions it. */
  private record Picture(CaptionerSubject captioner, RgbImage picture) implements OpenQuestion {

    @Override
    public Subject subject() {
      return captioner;
    }

    @Override
    public Query query(NDManager scope) {
      return new PictureQuery(picture, () -> SampleRandom.of(0, 0), captioner.encoder(), scope);
    }

    @Override
    public Episode.Answer named(Answer answer) {
      return new Episode.Answer(answer.caption(), List.of());
    }

    @Override
    public NamedStep named(Step step) {
      return OpenCaptioning.named(step);
    }

    @Override
    public void close() {
      captioner.close();
    }
  }
}
