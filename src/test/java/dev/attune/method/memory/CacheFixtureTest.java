package dev.attune.method.memory;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.method.Adapter;
import dev.attune.method.GivenSubject;
import dev.attune.method.memory.ClassCache.Item;
import dev.attune.method.options.Scale;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.views.Fused;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import dev.attune.vision.Augmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** TDA and BoostAdapter as their authors' programs ran. */
class CacheFixtureTest {
  @TempDir Path folder;

  static List<Fixtures.Case> cases() {
    return Stream.of("tda", "boostadapter").flatMap(n -> Fixtures.cases(n).stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAndRemembersAsRecorded(Fixtures.Case recorded) {
    Fixtures.Tensors tensors = recorded.tensors();
    List<float[][]> pictures = Streams.pictures(tensors);
    List<Integer> looks = Streams.recordedAfter(tensors);
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = Streams.subject(manager, tensors, pictures.size());
      boolean boosts = recorded.get("case").asString().equals("boostadapter");
      double share = recorded.get("hyperparameters", "selection").asDouble();
      boolean plain = boosts && boosting(recorded).mode() == BoostAdapter.Mode.CROSS_DATASET;
      Adapter adapter = open(recorded, subject);
      CacheMemory memory = (CacheMemory) adapter.state().orElseThrow();
      Map<Item, Integer> samples = new LinkedHashMap<>();
      List<Fused> fused = new ArrayList<>();
      List<float[]> answers = new ArrayList<>();
      for (int i = 0; i < pictures.size(); i++) {
        SeenViews seen = SeenViews.of(manager.create(pictures.get(i)), subject.candidates());
        fused.add(plain ? Fused.plain(seen, 100) : Fused.of(seen, 100, share));
        answers.add(Streams.answer(subject, adapter, pictures.get(i)).after().scores());
        for (ClassCache cache : List.of(memory.confident(), memory.unsure())) {
          int sample = i;
          cache.forEach((label, item) -> samples.putIfAbsent(item, sample));
        }
        if (looks.contains(i + 1)) {
          String after = "after_%d.".formatted(i + 1);
          cache(recorded, after + "pos", memory.confident(), samples);
          if (recorded.get("hyperparameters", "negative", "enabled").asBoolean()) {
            cache(recorded, after + "neg", memory.unsure(), samples);
          }
          if (boosts) {
            ClassCache boosted = memory.boost(seen, 100, boosting(recorded));
            assertClose(
                after + "boosted",
                entropies(boosted),
                tensors.get("out." + after + "boosted.entropy").floats(),
                recorded.get("tolerance", "abs", after + "boosted.entropy").asDouble(),
                0);
          }
        }
      }
      Streams.close(
          recorded, "clip_logits", Streams.flat(fused.stream().map(Fused::logits).toList()));
      Streams.close(recorded, "entropy", each(fused.stream().map(Fused::entropy).toList()));
      Streams.close(
          recorded, "relative_entropy", each(fused.stream().map(Fused::relativeEntropy).toList()));
      Streams.best(recorded, "pred", fused.stream().map(Fused::logits).toList());
      Streams.close(recorded, "final_logits", Streams.flat(answers));
      Streams.best(recorded, "final_prediction", answers);
    }
  }

  private static void cache(
      Fixtures.Case recorded, String name, ClassCache cache, Map<Item, Integer> samples) {
    List<Long> labels = new ArrayList<>();
    List<Long> from = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    cache.forEach(
        (label, item) -> {
          labels.add((long) label);
          from.add((long) samples.getOrDefault(item, -1));
          probabilities.add(item.probabilities());
        });
    Fixtures.Tensors tensors = recorded.tensors();
    if (!tensors.has("out." + name + ".class")) {
      assertThat(labels).as(name).isEmpty();
      return;
    }
    assertThat(labels).as(name).isEqualTo(list(tensors.get("out." + name + ".class")));
    assertThat(from).as(name).isEqualTo(list(tensors.get("out." + name + ".sample")));
    Streams.close(recorded, name + ".entropy", entropies(cache));
    if (tensors.has("out." + name + ".probabilities")) {
      Streams.close(recorded, name + ".probabilities", Streams.flat(probabilities));
    }
  }

  private static List<Long> list(Fixtures.Tensor tensor) {
    return Arrays.stream(tensor.longs()).boxed().toList();
  }

  private static float[] entropies(ClassCache cache) {
    List<Double> all = new ArrayList<>();
    cache.forEach((label, item) -> all.add((double) item.entropy()));
    return each(all);
  }

  private static float[] each(List<Double> values) {
    return Host.floats(values.stream().mapToDouble(v -> v).toArray());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnElsewhere(Fixtures.Case recorded) throws IOException {
    List<float[][]> pictures = Streams.pictures(recorded.tensors());
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = Streams.subject(manager, recorded.tensors(), pictures.size());
      Streams.goesOn(subject, s -> open(recorded, s), pictures, folder);
    }
  }

  private static Adapter open(Fixtures.Case recorded, GivenSubject subject) {
    if (recorded.get("case").asString().equals("boostadapter")) {
      return new BoostAdapter().open(subject, boosting(recorded));
    }
    return new Tda()
        .open(
            subject,
            new Tda.Options(
                views(recorded), Scale.PAPER, positive(recorded), negative(recorded), null));
  }

  private static BoostAdapter.Options boosting(Fixtures.Case recorded) {
    return new BoostAdapter.Options(
        views(recorded),
        Scale.PAPER,
        recorded.get("hyperparameters", "mode").asString().equals("ood")
            ? BoostAdapter.Mode.OOD
            : BoostAdapter.Mode.CROSS_DATASET,
        recorded.get("hyperparameters", "delta").asInt(),
        positive(recorded),
        negative(recorded));
  }

  private static ViewOptions views(Fixtures.Case recorded) {
    return new ViewOptions(
        recorded.get("hyperparameters", "n_views").asInt(),
        recorded.get("hyperparameters", "selection").asDouble(),
        0.08,
        Augmentation.AUGMIX);
  }

  private static PositiveCache positive(Fixtures.Case recorded) {
    JsonNode given = recorded.get("hyperparameters", "positive");
    assertThat(given.get("enabled").asBoolean()).isTrue();
    return new PositiveCache(
        given.get("shot_capacity").asInt(),
        given.get("alpha").asDouble(),
        given.get("beta").asDouble());
  }

  private static @Nullable NegativeCache negative(Fixtures.Case recorded) {
    JsonNode given = recorded.get("hyperparameters", "negative");
    return given.get("enabled").asBoolean()
        ? new NegativeCache(
            given.get("shot_capacity").asInt(),
            given.get("alpha").asDouble(),
            given.get("beta").asDouble(),
            given.get("entropy_threshold").get("lower").asDouble(),
            given.get("entropy_threshold").get("upper").asDouble(),
            given.get("mask_threshold").get("lower").asDouble(),
            given.get("mask_threshold").get("upper").asDouble())
        : null;
  }
}
