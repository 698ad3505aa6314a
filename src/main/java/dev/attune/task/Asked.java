package dev.attune.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about one picture, video or text. A task says which of these it takes, see {@link
 * Interactive#fields()}.
 *
 * @param labels what the picture may show; several in one value are divided by commas or line
 *     breaks
 * @param text the query, where it is a text
 * @param dataset with {@code sample}, the picture to take where none is uploaded; or the set that
 *     is searched
 * @param sample index within the data set
 * @param picture id of an earlier result whose picture to take
 * @param model name of the model; defaults to the preset's
 * @param preset fills what is not given
 * @param seed of the views; defaults to 0
 */
public record Asked(
    @Nullable List<String> labels,
    @Nullable String text,
    @Nullable String dataset,
    @Nullable Integer sample,
    @Nullable String picture,
    @Nullable String model,
    @Nullable String preset,
    @Nullable Long seed) {

  /** The same with labels that are one each. */
  public Asked withLabels(List<String> split) {
    return new Asked(split, text, dataset, sample, picture, model, preset, seed);
  }

  /** The same with a text without blanks around it. */
  public Asked withText(@Nullable String stripped) {
    return new Asked(labels, stripped, dataset, sample, picture, model, preset, seed);
  }
}
