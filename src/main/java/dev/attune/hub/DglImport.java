package dev.attune.hub;

import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.video.DglCheckpoint;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.weights.WeightsException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the CLIP of DGL's prompts that are installed: the one that their card names, else one of
 * those that are here, else the one in their own file.
 */
record DglImport(ModelCatalog models) {

  /**
   * What the card is to say of prompts.
   *
   * @param given what it says already, or null
   * @throws WeightsException when the CLIP is missing, another one, or a choice
   */
  DglParts parts(ModelFiles files, @Nullable DglParts given) {
    VideoFeature feature = given == null ? VideoFeature.GLOBAL : given.feature();
    try (DglCheckpoint prompts = DglCheckpoint.open(files.open())) {
      String name = given != null && given.clip() != null ? given.clip() : found(prompts);
      if (name == null) {
        return DglParts.of(null, feature, prompts.config(), prompts.openClip().config());
      }
      try (ClipCheckpoint clip = models.clip(name)) {
        ClipConfig sizes = clip.config();
        prompts.checkFits(sizes);
        if (prompts.holdsClip()) {
          prompts.compare(clip);
        }
        return DglParts.of(name, feature, prompts.config(), sizes);
      }
    }
  }

  /** The only CLIP that fits, or the first that is the one in the file; null for the file's own. */
  private @Nullable String found(DglCheckpoint prompts) {
    List<String> fitting = new ArrayList<>();
    for (ModelInfo model : models.list()) {
      if (model.problem() == null && model.kind().name().equals("clip") && fits(prompts, model)) {
        fitting.add(model.name());
      }
    }
    if (prompts.holdsClip()) {
      return fitting.isEmpty() ? null : fitting.get(0);
    }
    if (fitting.size() != 1) {
      throw new WeightsException(
          ModelCard.FILE,
          "dgl.clip must name the CLIP of the prompts; "
              + (fitting.isEmpty()
                  ? "none that is installed fits them"
                  : "they fit " + String.join(", ", fitting)));
    }
    return fitting.get(0);
  }

  private boolean fits(DglCheckpoint prompts, ModelInfo model) {
    try (ClipCheckpoint clip = models.clip(model.name())) {
      prompts.checkFits(clip.config());
      if (prompts.holdsClip()) {
        prompts.compare(clip);
      }
      return true;
    } catch (WeightsException e) {
      return false; // not this one
    }
  }
}
