package dev.attune.task.classification;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.hub.BuiltInModels;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.prompt.PromptCatalog;
import dev.attune.task.EngineResources;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.SingleSample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sample leaves behind adds up over a data set: it must leave nothing. */
class ClassificationLeakTest {
  @TempDir static Path folder;

  static List<String> types() {
    return MadeMethods.answering(Question.CLASS_OF_IMAGE).stream().map(Method::id).toList();
  }

  @ParameterizedTest
  @MethodSource("types")
  void samplesLeaveNoArraysBehind(String type) throws ReflectiveOperationException {
    NDManager manager = NDManager.newBaseManager();
    Chosen<?> method = method(type);
    boolean other = MadeMethods.refuses(method, Facts.Tower.RESNET);
    String model = other ? "icons-clip-vit" : "icons-clip-s";
    TaskSpec spec = new TaskSpec("icons-outline", 4, 0, model, method);
    try (TaskRun run =
        ClassificationTask.open(
            spec,
            new BuiltInDatasets().open(spec.dataset()),
            new ClassLibrary(
                new BuiltInModels(), new PromptCatalog(folder), folder.resolve("cache")),
            manager)) {
      SingleSample.prepare(run);
      SingleSample.of(run, 0);
      long once = EngineResources.below(manager);
      assertThat(once).isPositive();
      for (int index = 1; index < 4; index++) {
        SingleSample.of(run, index);
        assertThat(EngineResources.below(manager)).as("after sample %d", index).isEqualTo(once);
      }
    }
    assertThat(manager.isOpen()).isFalse();
  }

  private static Chosen<?> method(String type) {
    return MadeMethods.of(
        type,
        "steps",
        2,
        "learningRate",
        1e-4,
        "weightDecay",
        5e-4,
        "sampleK",
        3,
        "views",
        4,
        "selection",
        0.5,
        "cropScale",
        0.5,
        "reward.models",
        List.of("icons-clip-l"),
        "batchNorm.statistics",
        "running");
  }
}
