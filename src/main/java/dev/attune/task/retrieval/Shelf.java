package dev.attune.task.retrieval;

import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.Encoder;
import dev.attune.task.Encoders;
import dev.attune.task.FeatureBank;
import dev.attune.task.FeatureBanks;
import dev.attune.vision.Preprocess;
import java.util.HashMap;
import java.util.Map;

/** A set of pictures with captions, whose features are kept: one bank for each who asks for it. */
final class Shelf {
  private final Encoders encoders;
  private final FeatureBanks banks;
  private final CaptionDataset set;
  private final CaptionIndex index;
  private final Preprocess shown;
  private final Map<String, FeatureBank> texts = new HashMap<>();
  private final Map<String, FeatureBank> pictures = new HashMap<>();

  /**
   * @param shown how the adapted encoder sees the pictures: judges see what it sees
   */
  Shelf(
      Encoders encoders,
      FeatureBanks banks,
      CaptionDataset set,
      CaptionIndex index,
      Preprocess shown) {
    this.encoders = encoders;
    this.banks = banks;
    this.set = set;
    this.index = index;
    this.shown = shown;
  }

  Encoders encoders() {
    return encoders;
  }

  /** The features of all texts by an encoder. */
  FeatureBank texts(String name, Encoder encoder) {
    return texts.computeIfAbsent(
        name, n -> banks.texts(n, encoder, encoder.tokenizer().encodeAll(index.texts())));
  }

  /** The features of all pictures by an encoder. */
  FeatureBank pictures(String name, Encoder encoder) {
    return pictures.computeIfAbsent(name, n -> banks.pictures(n, encoder, set, shown));
  }
}
