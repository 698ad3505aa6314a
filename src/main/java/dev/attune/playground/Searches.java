package dev.attune.playground;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.experiment.Candidates;
import dev.attune.experiment.MethodChoice;
import dev.attune.method.gradient.MethodType.Tunes;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.task.Episodes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ranks a data set's pictures for a text, or its texts for a picture. */
@Component
class Searches implements PictureTask<SearchRequest> {
  private static final String TASK = "retrieval";
  private static final String TEXT_PRESET = "rlcf-flickr-t2i";
  private static final String PICTURE_PRESET = "rlcf-flickr-i2t";
  private static final int MAX_TEXT = 1000;

  private final Sessions sessions;
  private final PictureSources pictures;
  private final MethodRange methods;
  private final DatasetCatalog datasets;
  private final Episodes episodes;

  Searches(
      Sessions sessions,
      PictureSources pictures,
      MethodRange methods,
      DatasetCatalog datasets,
      Episodes episodes) {
    this.sessions = sessions;
    this.pictures = pictures;
    this.methods = methods;
    this.datasets = datasets;
    this.episodes = episodes;
  }

  @Override
  public String task() {
    return TASK;
  }

  @Override
  public Class<SearchRequest> requestType() {
    return SearchRequest.class;
  }

  @Override
  public Session start(SearchRequest request, byte @Nullable [] image) {
    sessions.requireEngine();
    boolean asksText = image == null && request.asksText();
    Parts parts = new Parts();
    DatasetInfo set = parts.of(() -> dataset(request.dataset()));
    String text = asksText ? parts.of(() -> text(request.text())) : null;
    PictureIntake.Taken taken =
        asksText
            ? null
            : parts.of(
                () -> pictures.take(image, request.dataset(), request.sample(), request.picture()));
    MethodChoice chosen = parts.of(() -> method(request, asksText, set));
    parts.check();
    MethodChoice method = Objects.requireNonNull(chosen);
    String name = Objects.requireNonNull(set).name();
    Session.Setup setup =
        new Session.Setup(
            List.of(), name, text, method.model(), method.preset(), 0, method.values());
    Episodes.Search work =
        new Episodes.Search(
            taken == null ? null : taken.image(), text, name, method.model(), method.spec());
    return sessions.start(TASK, taken, setup, listener -> episodes.search(work, listener));
  }

  private DatasetInfo dataset(@Nullable String name) {
    if (name == null) {
      throw invalid("dataset", "must be given");
    }
    DatasetInfo info =
        datasets.find(name).orElseThrow(() -> invalid("dataset", "unknown data set " + name));
    if (!info.tasks().contains(TASK)) {
      throw invalid("dataset", "has no captions to search");
    }
    return info;
  }

  private static String text(@Nullable String given) {
    String text = given == null ? "" : given.strip();
    if (text.isEmpty()) {
      throw invalid("text", "must be given, or else a picture or a sample of the data set");
    }
    if (text.length() > MAX_TEXT) {
      throw invalid("text", "must have at most %d characters".formatted(MAX_TEXT));
    }
    return text;
  }

  private MethodChoice method(SearchRequest request, boolean asksText, @Nullable DatasetInfo set) {
    Candidates candidates =
        set == null || !asksText
            ? Candidates.UNLIMITED
            : new Candidates(set.size(), "pictures of " + set.name());
    MethodChoice choice =
        methods.choose(TASK, asksText ? TEXT_PRESET : PICTURE_PRESET, request.values(), candidates);
    Tunes tunes = choice.spec().type().tunes();
    if (tunes != Tunes.NOTHING && tunes != (asksText ? Tunes.TEXT_SIDE : Tunes.IMAGE_TOWER)) {
      throw invalid(
          "preset",
          asksText ? "is for pictures that find texts" : "is for texts that find pictures");
    }
    return choice;
  }

  private static InvalidRequestException invalid(String field, String message) {
    return new InvalidRequestException(List.of(new FieldProblem(field, message)));
  }
}
