package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Question;
import dev.attune.method.options.Rules;
import dev.attune.vision.RgbImage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked of a task about one picture or text, on a page or by a program. */
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
   * @param image whether a picture's file comes with it
   * @return the same, put in order
   */
  Asked check(Asked asked, boolean image, Rules rules);

  /** Whether a picture is needed. */
  default boolean needsPicture(Asked asked, boolean image) {
    return true;
  }

  /** What the method must answer. */
  Question question(Asked asked, boolean image);

  /** The preset that is taken where none is named. */
  String usualPreset(Asked asked, boolean image);

  /** What candidates are drawn from, of what may be wrong still. */
  Facts.Candidates candidates(Asked asked, boolean image);

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
   */
  record Decided(Asked asked, @Nullable RgbImage picture, String model, Chosen<?> chosen) {}
}
