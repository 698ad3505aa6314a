package dev.attune.playground;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.PictureDataset;
import dev.attune.experiment.FieldProblem;
import dev.attune.experiment.InvalidRequestException;
import dev.attune.vision.decode.PictureException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Pictures of data sets, for who brings none. */
@Component
class SamplePictures {
  private final DatasetCatalog datasets;

  SamplePictures(DatasetCatalog datasets) {
    this.datasets = datasets;
  }

  /**
   * Takes a sample's picture.
   *
   * @throws InvalidRequestException when there is none
   */
  PictureIntake.Taken take(@Nullable String dataset, @Nullable Integer sample) {
    if (dataset == null) {
      throw PictureIntake.invalid("must be given, or else dataset and sample");
    }
    DatasetInfo info =
        datasets
            .find(dataset)
            .orElseThrow(() -> invalid("dataset", "unknown data set " + dataset));
    if (sample == null) {
      throw invalid("sample", "must be given with a data set");
    }
    if (sample < 0 || sample >= info.size()) {
      throw invalid("sample", "must be 0 to %d in %s".formatted(info.size() - 1, dataset));
    }
    PictureDataset set = datasets.pictures(info.name());
    List<String> notes = new ArrayList<>();
    notes.add("It is sample %d of %s: %s.".formatted(sample, dataset, set.truth(sample).replace('_', ' ')));
    try {
      return new PictureIntake.Taken(PictureIntake.reduced(set.picture(sample), notes), notes);
    } catch (PictureException e) {
      throw invalid("sample", "cannot be read: " + e.reason());
    }
  }

  private static InvalidRequestException invalid(String field, String message) {
    return new InvalidRequestException(List.of(new FieldProblem(field, message)));
  }
}
