package dev.attune.playground;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.PictureDataset;
import dev.attune.spec.InvalidRequestException;
import dev.attune.vision.decode.PictureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/** Where a request's picture comes from: a file, a sample of a data set, an earlier result. */
@Component
class PictureSources {
  private final PictureIntake intake;
  private final SessionStore store;
  private final DatasetCatalog datasets;

  PictureSources(PictureIntake intake, SessionStore store, DatasetCatalog datasets) {
    this.intake = intake;
    this.store = store;
    this.datasets = datasets;
  }

  /**
   * Takes the picture that is given: a file before an earlier result's, and that before a sample.
   *
   * @param picture id of an earlier result
   * @throws InvalidRequestException when none is given, or it cannot be used
   */
  PictureIntake.Taken take(
      @Nullable Resource image,
      @Nullable String dataset,
      @Nullable Integer sample,
      @Nullable String picture) {
    if (image != null) {
      return intake.take(image);
    }
    if (picture != null) {
      return again(picture);
    }
    if (dataset == null) {
      throw PictureIntake.invalid("must be given, or else a sample of a data set");
    }
    return sample(dataset, sample);
  }

  private PictureIntake.Taken again(String id) {
    Session.Picture picture = store.find(id).map(Session::picture).orElse(null);
    byte[] png = store.picture(id).orElse(null);
    if (picture == null || png == null) {
      throw InvalidRequestException.of("picture", "is not kept any more");
    }
    return new PictureIntake.Taken(intake.reread(png), picture.notes());
  }

  private PictureIntake.Taken sample(String dataset, @Nullable Integer sample) {
    DatasetInfo info = SampleChoice.check(datasets, dataset, sample);
    int index = Objects.requireNonNull(sample);
    PictureDataset set = datasets.pictures(info.name());
    List<String> notes = new ArrayList<>();
    notes.add(SampleChoice.note(set, index));
    try {
      return new PictureIntake.Taken(intake.reduced(set.picture(index), notes), notes);
    } catch (PictureException e) {
      throw InvalidRequestException.of("sample", "cannot be read: " + e.reason());
    }
  }
}
