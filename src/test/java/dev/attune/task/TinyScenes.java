package dev.attune.task;

import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.icons.TrainingScenes;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import java.util.List;

/**
 * A few scenes.
 *
 * @param broken the sample that cannot be read, -1 for none
 */
public record TinyScenes(CaptionDataset scenes, int broken) implements CaptionDataset {

  public TinyScenes(int size, int broken) {
    this(TrainingScenes.captioned(size), broken);
  }

  @Override
  public String name() {
    return scenes.name();
  }

  @Override
  public int size() {
    return scenes.size();
  }

  @Override
  public String id(int index) {
    return scenes.id(index);
  }

  @Override
  public List<String> captions(int index) {
    return scenes.captions(index);
  }

  @Override
  public RgbImage picture(int index) {
    if (index == broken) {
      throw new PictureException(id(index), "is broken");
    }
    return scenes.picture(index);
  }

  @Override
  public String fingerprint() {
    return scenes.fingerprint();
  }
}
