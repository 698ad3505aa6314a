package dev.attune.testing;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.hub.BuiltInModels;
import dev.attune.hub.ModelCatalog;
import dev.attune.prompt.PromptCatalog;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.Tasks;
import dev.attune.task.captioning.CaptioningTask;
import dev.attune.task.classification.ClassificationTask;
import dev.attune.task.retrieval.RetrievalTask;
import dev.attune.task.video.VideoRetrievalTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** The real tasks, without the application around them. */
public final class TestTasks {
  private TestTasks() {}

  public static Tasks of(DatasetCatalog datasets, ModelCatalog models, Path home) {
    AttuneProperties properties = properties(home);
    return new Tasks(
        List.of(
            new ClassificationTask(
                datasets, models, new PromptCatalog(PromptCatalog.folder(home)), properties),
            new RetrievalTask(datasets, models, properties),
            new VideoRetrievalTask(datasets, models, properties),
            new CaptioningTask(datasets, models, properties)));
  }

  /** The names of those that a data set serves. */
  public static List<String> serving(DatasetInfo set) {
    return of(new BuiltInDatasets(), new BuiltInModels(), Path.of("unused")).of(set);
  }

  private static AttuneProperties properties(Path home) {
    return new AttuneProperties(
        home,
        "cpu",
        AttuneProperties.Role.ALL,
        0,
        false,
        0,
        new AttuneProperties.Queue(1, 1, 1),
        new AttuneProperties.Uploads(
            DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Duration.ofHours(1), 1),
        new AttuneProperties.Videos(DataSize.ofMegabytes(500)),
        new AttuneProperties.Security("attune", null, List.of()),
        new AttuneProperties.Pytorch(null));
  }
}
