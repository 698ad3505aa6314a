package dev.attune.task.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.FeatureCache;
import dev.attune.encoder.VideoEncoder;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.task.FeatureBank;
import dev.attune.task.FeatureBanks;
import org.jspecify.annotations.Nullable;

/** A set of videos with captions as one model sees it, computed once. */
final class SeenSet {
  private final VideoEncoder encoder;
  private final VideoGallery gallery;
  private final Captions captions;
  private final long[][] tokens;
  private final FeatureBank texts;
  private final FeatureBanks banks;
  private @Nullable NDArray features;
  private @Nullable Candidates candidates;

  /**
   * @param name of the model
   * @param words tokens of a caption that are read
   */
  SeenSet(
      String name,
      VideoEncoder encoder,
      VideoGallery gallery,
      Captions captions,
      int words,
      FeatureBanks banks) {
    this.encoder = encoder;
    this.gallery = gallery;
    this.captions = captions;
    this.banks = banks;
    tokens = captions.tokens(encoder.encoder().tokenizer(), words);
    texts = banks.texts(name, encoder, tokens);
  }

  /** The name of the set. */
  String name() {
    return gallery.name();
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
    return texts.advance() && gallery.prepare();
  }

  VideoEncoder encoder() {
    return encoder;
  }

  /** A text's ids, of which no more than the first words are read. */
  long[] tokens(int text) {
    return tokens[text];
  }

  VideoGallery gallery() {
    return gallery;
  }

  /** The features of the texts of all videos that can be read: (N, E), normalised. */
  NDArray texts() {
    NDArray known = features;
    if (known == null) {
      int[] there = captions.textsOf(gallery.present());
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
