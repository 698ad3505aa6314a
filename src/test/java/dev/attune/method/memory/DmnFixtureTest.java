package dev.attune.method.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.method.Adapter;
import dev.attune.method.GivenSubject;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.views.SeenViews;
import dev.attune.vision.Augmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The memory as the authors' program fills and reads it. */
class DmnFixtureTest {
  @TempDir Path folder;

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("dmn");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAndRemembersAsRecorded(Fixtures.Case recorded) {
    Fixtures.Tensors tensors = recorded.tensors();
    List<float[][]> pictures = Streams.pictures(tensors);
    List<Integer> looks = Streams.recordedAfter(tensors);
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = Streams.subject(manager, tensors, pictures.size());
      Adapter whole = open(recorded, subject, 1);
      Adapter third = open(recorded, subject, 0.3);
      ClassMemory memory = (ClassMemory) whole.state().orElseThrow();
      List<float[]> means = new ArrayList<>();
      List<float[]> read = new ArrayList<>();
      List<float[]> answers = new ArrayList<>();
      List<float[]> thirds = new ArrayList<>();
      List<Long> counts = new ArrayList<>();
      Map<float[], Integer> samples = new IdentityHashMap<>();
      for (int i = 0; i < pictures.size(); i++) {
        int sample = i;
        SeenViews seen = SeenViews.of(manager.create(pictures.get(i)), subject.candidates());
        means.add(memory.said(seen).mean());
        answers.add(Streams.answer(subject, whole, pictures.get(i)).after().scores());
        thirds.add(Streams.answer(subject, third, pictures.get(i)).after().scores());
        read.add(memory.probabilities(pictures.get(i)[0]));
        memory.slots().byClass().forEach(c -> counts.add((long) c.size()));
        memory.slots().forEach((c, item) -> samples.putIfAbsent(item.feature(), sample));
        if (looks.contains(i + 1)) {
          slots(recorded, "after_%d.".formatted(i + 1), memory.slots(), samples);
        }
      }
      Streams.close(recorded, "mean_probability", Streams.flat(means));
      Streams.best(recorded, "pseudo_label", means);
      Streams.close(recorded, "memory_probability", Streams.flat(read));
      Streams.close(recorded, "final_alpha_1", Streams.flat(answers));
      Streams.best(recorded, "prediction_alpha_1", answers);
      Streams.close(recorded, "final_alpha_0.3", Streams.flat(thirds));
      assertThat(counts)
          .isEqualTo(Arrays.stream(tensors.get("out.count").longs()).boxed().toList());
    }
  }

  private static void slots(
      Fixtures.Case recorded, String after, ClassCache slots, Map<float[], Integer> samples) {
    Fixtures.Tensor expected = recorded.tensors().get("out." + after + "memory_sample");
    float[] entropy = recorded.tensors().get("out." + after + "entropy_memory").floats();
    double tolerance = recorded.get("tolerance", "abs", after + "entropy_memory").asDouble();
    int size = (int) expected.shape()[1];
    for (int c = 0; c < slots.byClass().size(); c++) {
      List<ClassCache.Item> items = slots.byClass().get(c);
      for (int slot = 0; slot < size; slot++) {
        long sample = slot < items.size() ? samples.get(items.get(slot).feature()) : -1;
        assertThat(sample).as(after + c + "/" + slot).isEqualTo(expected.longs()[c * size + slot]);
        if (sample >= 0) {
          assertThat((double) items.get(slot).entropy())
              .isCloseTo(entropy[c * size + slot], within(tolerance));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnElsewhere(Fixtures.Case recorded) throws IOException {
    List<float[][]> pictures = Streams.pictures(recorded.tensors());
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = Streams.subject(manager, recorded.tensors(), pictures.size());
      Streams.goesOn(subject, s -> open(recorded, s, 1), pictures, folder);
    }
  }

  private static Adapter open(Fixtures.Case recorded, GivenSubject subject, double alpha) {
    ViewOptions views =
        new ViewOptions(
            recorded.get("hyperparameters", "n_views").asInt(),
            recorded.get("hyperparameters", "selection_p").asDouble(),
            0.08,
            Augmentation.CROP);
    return new Dmn()
        .open(
            subject,
            new Dmn.Options(
                views,
                recorded.get("hyperparameters", "memory_size").asInt(),
                recorded.get("hyperparameters", "beta").asDouble(),
                alpha,
                null,
                PromptSpec.USUAL));
  }
}
