package dev.attune.task;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.method.Facts;
import dev.attune.method.options.Rules;
import dev.attune.text.Blanks;
import java.util.Optional;
import java.util.Set;

/**
 * A search of a data set: for what a text says, or for the texts of what is shown. Each kind of set
 * has its own; they share page and address, and the set decides.
 */
public interface Searching extends Interactive {
  /** See {@link #page}. */
  String PAGE = "search";

  /** See {@link #api}. */
  String API = "searches";

  /** Most characters of a text. */
  int MAX_TEXT = 1000;

  DatasetCatalog datasets();

  /** What kind of set is searched. */
  DatasetInfo.Modality modality();

  /** What is found with a text, such as {@code pictures}. */
  String found();

  @Override
  default String page() {
    return PAGE;
  }

  @Override
  default String api() {
    return API;
  }

  @Override
  default String title() {
    return "Search a data set";
  }

  @Override
  default Set<String> fields() {
    return Set.of("dataset", "text", "sample", "picture", "model", "preset");
  }

  /** The set that is searched, if it is one of this kind. */
  default Optional<DatasetInfo> set(Asked asked) {
    return Optional.ofNullable(asked.dataset())
        .flatMap(datasets()::find)
        .filter(d -> d.modality() == modality());
  }

  @Override
  default boolean needsMedium(Asked asked, boolean file) {
    return file || asked.text() == null && (asked.sample() != null || asked.picture() != null);
  }

  @Override
  default Asked check(Asked asked, boolean file, Rules rules) {
    if (asked.dataset() == null) {
      rules.broken("dataset", "must be given");
    } else if (set(asked).isEmpty()) {
      boolean known = datasets().find(asked.dataset()).isPresent();
      rules.broken(
          "dataset", known ? "has no captions to search" : "unknown data set " + asked.dataset());
    }
    if (needsMedium(asked, file)) {
      return asked.withText(null);
    }
    String text = asked.text() == null ? "" : Blanks.plain(asked.text());
    rules.require(
        !text.isEmpty(),
        "text",
        "must be given, or else a picture, a video or a sample of the data set");
    rules.require(
        text.length() <= MAX_TEXT, "text", "must have at most %d characters".formatted(MAX_TEXT));
    return asked.withText(text);
  }

  @Override
  default Facts.Candidates candidates(Asked asked, boolean file) {
    return needsMedium(asked, file)
        ? Facts.Candidates.UNLIMITED
        : set(asked)
            .map(d -> new Facts.Candidates(d.size(), "%s of %s".formatted(found(), d.name())))
            .orElse(Facts.Candidates.UNLIMITED);
  }
}
