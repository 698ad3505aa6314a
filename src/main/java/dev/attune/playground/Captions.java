package dev.attune.playground;

import dev.attune.experiment.Candidates;
import dev.attune.experiment.MethodChoice;
import dev.attune.task.Episodes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Captions a picture. */
@Component
class Captions implements PictureTask<CaptionRequest> {
  private static final String TASK = "captioning";
  private static final String USUAL_PRESET = "rlcf-clipcap-flickr";

  private final Sessions sessions;
  private final PictureSources pictures;
  private final MethodRange methods;
  private final Episodes episodes;

  Captions(Sessions sessions, PictureSources pictures, MethodRange methods, Episodes episodes) {
    this.sessions = sessions;
    this.pictures = pictures;
    this.methods = methods;
    this.episodes = episodes;
  }

  @Override
  public String task() {
    return TASK;
  }

  @Override
  public Class<CaptionRequest> requestType() {
    return CaptionRequest.class;
  }

  @Override
  public Session start(CaptionRequest request, byte @Nullable [] image) {
    sessions.requireEngine();
    Parts parts = new Parts();
    MethodChoice chosen =
        parts.of(() -> methods.choose(TASK, USUAL_PRESET, request.values(), Candidates.UNLIMITED));
    PictureIntake.Taken taken =
        parts.of(
            () -> pictures.take(image, request.dataset(), request.sample(), request.picture()));
    parts.check();
    MethodChoice method = Objects.requireNonNull(chosen);
    Session.Setup setup =
        new Session.Setup(
            List.of(), null, null, method.model(), method.preset(), 0, method.values());
    Episodes.Captioning work =
        new Episodes.Captioning(
            Objects.requireNonNull(taken).image(), method.model(), method.spec());
    return sessions.start(TASK, taken, setup, listener -> episodes.caption(work, listener));
  }
}
