package dev.attune.task.retrieval;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.encoder.Encoder;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Facts;
import dev.attune.method.Question;
import dev.attune.method.options.Rules;
import dev.attune.task.Asked;
import dev.attune.task.Encoders;
import dev.attune.task.FeatureBanks;
import dev.attune.task.Interactive;
import dev.attune.task.OpenQuestion;
import dev.attune.text.Blanks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Ranks a data set's pictures for a text, or its texts for a picture.
 *
 * @param cache folder of features
 */
record Search(DatasetCatalog datasets, ModelCatalog models, Path cache) implements Interactive {
  private static final int MAX_TEXT = 1000;

  @Override
  public String page() {
    return "search";
  }

  @Override
  public String api() {
    return "searches";
  }

  @Override
  public String title() {
    return "Search a data set";
  }

  @Override
  public Set<String> fields() {
    return Set.of("dataset", "text", "sample", "picture", "model", "preset");
  }

  @Override
  public boolean needsPicture(Asked asked, boolean image) {
    return image || asked.text() == null && (asked.sample() != null || asked.picture() != null);
  }

  @Override
  public Asked check(Asked asked, boolean image, Rules rules) {
    if (asked.dataset() == null) {
      rules.broken("dataset", "must be given");
    } else if (set(asked).isEmpty()) {
      rules.require(
          datasets.find(asked.dataset()).isPresent(),
          "dataset",
          "unknown data set " + asked.dataset());
      rules.require(
          datasets.find(asked.dataset()).isEmpty(), "dataset", "has no captions to search");
    }
    if (needsPicture(asked, image)) {
      return asked.withText(null);
    }
    String text = asked.text() == null ? "" : Blanks.plain(asked.text());
    rules.require(
        !text.isEmpty(), "text", "must be given, or else a picture or a sample of the data set");
    rules.require(
        text.length() <= MAX_TEXT, "text", "must have at most %d characters".formatted(MAX_TEXT));
    return asked.withText(text);
  }

  private Optional<DatasetInfo> set(Asked asked) {
    return Optional.ofNullable(asked.dataset())
        .flatMap(datasets::find)
        .filter(d -> d.modality() == DatasetInfo.Modality.CAPTIONS);
  }

  @Override
  public Question question(Asked asked, boolean image) {
    return needsPicture(asked, image) ? Question.TEXTS_OF_IMAGE : Question.IMAGES_OF_TEXT;
  }

  @Override
  public String usualPreset(Asked asked, boolean image) {
    return needsPicture(asked, image) ? "rlcf-flickr-i2t" : "rlcf-flickr-t2i";
  }

  @Override
  public Facts.Candidates candidates(Asked asked, boolean image) {
    return needsPicture(asked, image)
        ? Facts.Candidates.UNLIMITED
        : set(asked)
            .map(d -> new Facts.Candidates(d.size(), "pictures of " + d.name()))
            .orElse(Facts.Candidates.UNLIMITED);
  }

  @Override
  public OpenQuestion open(Decided what, NDManager manager) {
    CaptionDataset set = datasets.captions(Objects.requireNonNull(what.asked().dataset()));
    CaptionIndex index = CaptionIndex.of(set);
    String text = what.asked().text();
    Question question = text == null ? Question.TEXTS_OF_IMAGE : Question.IMAGES_OF_TEXT;
    OpenRetrieval.checkCandidates(question, index, set.name(), what.chosen());
    Encoders encoders = new Encoders(models, manager);
    Encoder encoder = encoders.load(what.model());
    Shelf shelf =
        new Shelf(
            encoders, new FeatureBanks(cache, models, manager), set, index, encoder.preprocess());
    List<String> notes = new ArrayList<>();
    BankSubject subject =
        new BankSubject(
            question,
            shelf,
            what.model(),
            encoder,
            what.chosen().reward(),
            (name, reader) -> tokenise(name, reader, String.valueOf(text), notes));
    return new OpenSearch(subject, encoder, set, index, what.picture(), notes);
  }

  private static long[][] tokenise(String name, Encoder encoder, String text, List<String> notes) {
    if (encoder.tokenizer().isCut(text)) {
      notes.add(
          "The text is cut to the %d tokens that %s reads."
              .formatted(encoder.contextLength(), name));
    }
    return new long[][] {encoder.tokenizer().encode(text)};
  }
}
