package dev.attune.task.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.VideoDataset;
import dev.attune.encoder.FeatureCache;
import dev.attune.encoder.VideoEncoder;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.task.FeatureBank;
import dev.attune.task.FeatureBanks;
import org.jspecify.annotations.Nullable;

/** A set of videos with captions as one model sees it, computed once. */
final class SeenSet {
  private final String name;
  private final int words;
  private final VideoEncoder encoder;
  private final VideoGallery gallery;
  private final Captions captions;
  private final long[][] tokens;
  private final FeatureBank texts;
  private final FeatureBanks banks;
  private final boolean everyText;
  private @Nullable NDArray features;
  private @Nullable Candidates candidates;

  private SeenSet(
      String name,
      int words,
      VideoEncoder encoder,
      VideoGallery gallery,
      Captions captions,
      long[][] tokens,
      FeatureBank texts,
      FeatureBanks banks,
      boolean everyText) {
    this.name = name;
    this.words = words;
    this.everyText = everyText;
    this.encoder = encoder;
    this.gallery = gallery;
    this.captions = captions;
    this.tokens = tokens;
    this.texts = texts;
    this.banks = banks;
  }

  /**
   * A set as a model sees it.
   *
   * @param name of the model
   * @param words tokens of a caption that are read
   * @param everyText whether the texts of videos that cannot be read are candidates, too
   */
  static SeenSet of(
      String name,
      VideoEncoder encoder,
      VideoDataset set,
      VideoFrames frames,
      Captions captions,
      int words,
      FeatureBanks banks,
      boolean everyText) {
    long[][] tokens = captions.tokens(encoder.encoder().tokenizer(), words);
    return new SeenSet(
        name,
        words,
        encoder,
        new VideoGallery(set, frames, name, encoder, banks),
        captions,
        tokens,
        banks.texts(name, encoder, tokens),
        banks,
        everyText);
  }

  /** The videos that can be read and their texts; once all is prepared. */
  Candidates candidates() {
    Candidates known = candidates;
    if (known == null) {
      known = Candidates.of(captions, gallery.present());
      candidates = known;
    }
    return known;
  }

  /** Computes the next features that are not there yet; says whether all are. */
  boolean prepare() {
    return prepareTexts() && gallery.prepare();
  }

  /** The same of the texts alone. */
  boolean prepareTexts() {
    return texts.advance();
  }

  VideoEncoder encoder() {
    return encoder;
  }

  /** A text's ids, of which no more than the first words are read. */
  long[] tokens(int text) {
    return tokens[text];
  }

  /** The model's name. */
  String name() {
    return name;
  }

  /** How many tokens of a text are read. */
  int words() {
    return words;
  }

  /** Whether more of a text than its first words would have to be read. */
  boolean cuts(String text) {
    return encoder.encoder().tokenizer().isCut(text, words);
  }

  /** A text's ids, which may be none of the set's. */
  long[] encode(String text) {
    return encoder.encoder().tokenizer().encode(text, words);
  }

  VideoGallery gallery() {
    return gallery;
  }

  /** The features of the texts that are candidates: (N, E), normalised. */
  NDArray texts() {
    NDArray known = features;
    if (known == null) {
      int[] there = captions.textsOf(everyText ? captions.everyVideo() : gallery.present());
      FeatureCache all = texts.features();
      float[] values = new float[there.length * all.width()];
      for (int i = 0; i < there.length; i++) {
        all.read(there[i], values, i * all.width());
      }
      Shape shape = new Shape(there.length, all.width());
      known = Scopes.lasting(banks.manager(), Nn.fromHost(banks.manager(), values, shape));
      features = known;
    }
    return known;
  }
}
