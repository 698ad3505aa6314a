package dev.attune.dataset.icons;

import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.ImageDataset;
import dev.attune.dataset.PictureDataset;
import dev.attune.dataset.VideoDataset;
import dev.attune.problem.UnknownNameException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The built-in sets as a catalogue. Nothing is drawn before the first question; the answers are
 * kept. Sets for validation and training can be opened by name but are not listed: nobody is to be
 * compared on them.
 */
public class BuiltInDatasets implements DatasetCatalog {
  /** Names of the sets to learn from. */
  public static final List<String> TRAINING = List.of(TrainingScenes.NAME, MotionDataset.TRAINING);

  private @Nullable IconDatasets sets;
  private @Nullable List<DatasetInfo> infos;

  @Override
  public synchronized List<DatasetInfo> list() {
    List<DatasetInfo> known = infos;
    if (known == null) {
      known =
          sets().names().stream()
              .filter(n -> !n.endsWith(IconDatasets.VALIDATION))
              .filter(n -> !TRAINING.contains(n))
              .map(n -> info(pictures(n)))
              .toList();
      infos = known;
    }
    return known;
  }

  @Override
  public Optional<DatasetInfo> find(String name) {
    return sets().find(name).map(this::info);
  }

  @Override
  public PictureDataset pictures(String name) {
    return sets()
        .find(name)
        .orElseThrow(() -> new UnknownNameException("no data set is called '" + name + "'"));
  }

  private DatasetInfo info(PictureDataset set) {
    String description = sets().description(set.name());
    if (set instanceof VideoDataset videos) {
      return DatasetInfo.of(videos, description);
    }
    return set instanceof CaptionDataset captions
        ? DatasetInfo.of(captions, description)
        : DatasetInfo.of((ImageDataset) set, description);
  }

  private synchronized IconDatasets sets() {
    IconDatasets known = sets;
    if (known == null) {
      known = new IconDatasets();
      sets = known;
    }
    return known;
  }
}
