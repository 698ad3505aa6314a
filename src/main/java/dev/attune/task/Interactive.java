package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Question;
import dev.attune.method.options.Rules;
import dev.attune.vision.RgbImage;
import dev.attune.vision.video.SampledVideo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked of a task about one picture, video or text, on a page or by a program. */
public interface Interactive {

  /** The last part of its page's address, such as {@code classify}; its template has that name. */
  String page();

  /** The last part of its address in the API, such as {@code classifications}. */
  String api();

  /** The page's title, which says what it does. */
  String title();

  /** Which components of {@link Asked} it takes. */
  Set<String> fields();

  /**
   * Checks what is asked, as far as it is the task's own.
   *
   * @param file whether a file of its {@link #medium} comes with it
   * @return the same, put in order
   */
  Asked check(Asked asked, boolean file, Rules rules);

  /** Checks what a method's values must fulfil for what is asked; each alone has been checked. */
  default void check(Asked asked, Chosen<?> chosen, Rules rules) {}

  /** What it looks at, where it looks at anything. */
  default Medium medium() {
    return Medium.PICTURE;
  }

  /** Whether it looks at something: a file, a sample, or what an earlier question was about. */
  default boolean needsMedium(Asked asked, boolean file) {
    return true;
  }

  /**
   * What is taken of a video that is looked at; only where it looks at videos. No tensor is read.
   *
   * @throws dev.attune.weights.WeightsException when the model's files cannot be used
   */
  default FrameTaking taking(Asked asked, String model, Chosen<?> chosen) {
    throw new UnsupportedOperationException("no video is looked at");
  }

  /** What the method must answer. */
  Question question(Asked asked, boolean file);

  /** The preset that is taken where none is named. */
  String usualPreset(Asked asked, boolean file);

  /** What candidates are drawn from, of what may be wrong still. */
  Facts.Candidates candidates(Asked asked, boolean file);

  /** The labels that a data set has to offer; none where it is unknown or has none. */
  default List<String> labelsOf(String dataset) {
    return List.of();
  }

  /**
   * Loads the models. Call on the compute lane's thread, as everything of what comes out.
   *
   * @param manager holds all arrays
   * @throws TaskException when a model or the data set cannot be used; its message is for people
   */
  OpenQuestion open(Decided what, NDManager manager);

  /**
   * What is asked, with everything decided.
   *
   * @param asked as it was checked
   * @param picture null where none is needed
   * @param video as {@link #taking} says, null where none is needed
   */
  record Decided(
      Asked asked,
      @Nullable RgbImage picture,
      @Nullable SampledVideo video,
      String model,
      Chosen<?> chosen) {}
}
