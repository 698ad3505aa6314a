package dev.attune.task;

import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.icons.TrainingScenes;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A few scenes.
 *
 * @param broken the sample that cannot be read, -1 for none
 * @param read hears which pictures are read
 */
public record TinyScenes(CaptionDataset scenes, int broken, IntConsumer read)
    implements CaptionDataset {

  public TinyScenes(int size, int broken) {
    this(size, broken, index -> {});
  }

  public TinyScenes(int size, int broken, IntConsumer read) {
    this(TrainingScenes.captioned(size), broken, read);
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
    read.accept(index);
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
