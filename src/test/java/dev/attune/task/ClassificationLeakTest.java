package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.hub.BuiltInModels;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.MethodType;
import dev.attune.method.gradient.RewardSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sample leaves behind adds up over a data set: it must leave nothing. */
class ClassificationLeakTest {

  static List<MethodType> types() {
    return Arrays.stream(MethodType.values())
        .filter(t -> !t.retrieves() && t.tunes() != MethodType.Tunes.MAPPING_NETWORK)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("types")
  void samplesLeaveNoArraysBehind(MethodType type) throws ReflectiveOperationException {
    NDManager manager = NDManager.newBaseManager();
    TaskSpec spec = new TaskSpec("icons-outline", 4, 0, "icons-clip-s", method(type));
    try (TaskRun run =
        new ClassificationRun(
            spec, new BuiltInDatasets().open(spec.dataset()), new BuiltInModels(), manager)) {
      run.run(0);
      long once = EngineResources.below(manager);
      assertThat(once).isPositive();
      for (int index = 1; index < 4; index++) {
        run.run(index);
        assertThat(EngineResources.below(manager)).as("after sample %d", index).isEqualTo(once);
      }
    }
    assertThat(manager.isOpen()).isFalse();
  }

  private static MethodSpec method(MethodType type) {
    boolean steps = type != MethodType.ZERO_SHOT;
    List<String> judges = type.judged() ? List.of("icons-clip-l") : List.of();
    return new MethodSpec(
        type,
        steps ? 2 : 0,
        1e-4,
        5e-4,
        3,
        steps ? 4 : 1,
        steps ? 0.5 : 1,
        0.5,
        new RewardSpec(judges, true, false, RewardSpec.Scope.VIEW));
  }
}
