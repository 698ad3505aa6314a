package dev.attune.task.retrieval;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.encoder.Encoder;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Chosen;
import dev.attune.method.Question;
import dev.attune.method.options.Rules;
import dev.attune.task.Asked;
import dev.attune.task.Encoders;
import dev.attune.task.FeatureBanks;
import dev.attune.task.OpenQuestion;
import dev.attune.task.Searching;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Ranks a data set's pictures for a text, or its texts for a picture.
 *
 * @param cache folder of features
 */
record Search(DatasetCatalog datasets, ModelCatalog models, Path cache) implements Searching {

  @Override
  public DatasetInfo.Modality modality() {
    return DatasetInfo.Modality.CAPTIONS;
  }

  @Override
  public String found() {
    return "pictures";
  }

  @Override
  public Question question(Asked asked, boolean file) {
    return needsMedium(asked, file) ? Question.TEXTS_OF_IMAGE : Question.IMAGES_OF_TEXT;
  }

  @Override
  public String usualPreset(Asked asked, boolean file) {
    return needsMedium(asked, file) ? "rlcf-flickr-i2t" : "rlcf-flickr-t2i";
  }

  @Override
  public void check(Asked asked, Chosen<?> chosen, Rules rules) {
    RetrievalTask.checkPrompts(chosen, rules);
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
