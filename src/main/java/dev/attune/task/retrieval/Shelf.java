package dev.attune.task.retrieval;

import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.clip.Clip;
import dev.attune.task.ClipModels;
import dev.attune.task.FeatureBank;
import dev.attune.task.FeatureBanks;
import java.util.HashMap;
import java.util.Map;

/** A set of pictures with captions, whose features are kept: one bank for each who asks for it. */
final class Shelf {
  private final ClipModels clips;
  private final FeatureBanks banks;
  private final CaptionDataset set;
  private final CaptionIndex index;
  private final int resolution;
  private final Map<String, FeatureBank> texts = new HashMap<>();
  private final Map<String, FeatureBank> pictures = new HashMap<>();

  /**
   * @param resolution of the adapted encoder's input, in pixels: judges see what it sees
   */
  Shelf(
      ClipModels clips,
      FeatureBanks banks,
      CaptionDataset set,
      CaptionIndex index,
      int resolution) {
    this.clips = clips;
    this.banks = banks;
    this.set = set;
    this.index = index;
    this.resolution = resolution;
  }

  ClipModels clips() {
    return clips;
  }

  /** The features of all texts by an encoder. */
  FeatureBank texts(String name, Clip clip) {
    return texts.computeIfAbsent(
        name, n -> banks.texts(n, clip, clips.tokens(n, clip, index.texts())));
  }

  /** The features of all pictures by an encoder. */
  FeatureBank pictures(String name, Clip clip) {
    return pictures.computeIfAbsent(name, n -> banks.pictures(n, clip, set, resolution));
  }
}
