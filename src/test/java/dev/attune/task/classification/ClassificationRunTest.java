package dev.attune.task.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.ImageDataset;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.options.MomentumSpec;
import dev.attune.task.Chain;
import dev.attune.task.Results;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.task.TinyModels;
import dev.attune.task.TrainingResult;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.SingleSample;
import dev.attune.vision.Augmentation;
import dev.attune.vision.RgbImage;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All methods on pictures, with small random models of both kinds of tower. */
class ClassificationRunTest {
  @TempDir static Path folder;

  private static final int PICTURES = 5;

  private static TinyModels models;

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  static List<Arguments> methods() {
    return methods(false, 1);
  }

  static List<Arguments> remembering() {
    return methods(true, 1);
  }

  static List<Arguments> chains() {
    return methods(true, 2);
  }

  private static List<Arguments> methods(boolean lasting, int least) {
    List<Arguments> all = new ArrayList<>();
    for (String tower : List.of("vit", "resnet", "siglip")) {
      for (Method<?> type : MadeMethods.answering(Question.CLASS_OF_IMAGE)) {
        for (Augmentation augmentation : Augmentation.values()) {
          Chosen<?> method = method(type.id(), augmentation, List.of("judge"), null, null);
          if (method.traits().lasting() == lasting
              && method.traits().batch().least() <= least
              && !MadeMethods.refuses(method, tower(tower))) {
            all.add(Arguments.of(tower, method));
          }
        }
      }
    }
    return all;
  }

  private static Facts.Tower tower(String model) {
    return model.equals("resnet") ? Facts.Tower.RESNET : Facts.Tower.TRANSFORMER;
  }

  private static Chosen<?> method(
      String type,
      Augmentation augmentation,
      List<String> judges,
      @Nullable MomentumSpec momentum,
      @Nullable String vectors) {
    return MadeMethods.of(
        type,
        "steps",
        2,
        "learningRate",
        1e-3,
        "weightDecay",
        5e-4,
        "sampleK",
        2,
        "views",
        5,
        "batchSize",
        2,
        "rounds",
        1,
        "selection",
        0.5,
        "cropScale",
        0.3,
        "reward.models",
        judges,
        "augmentation",
        augmentation,
        "batchNorm.statistics",
        "batch",
        "momentum",
        momentum,
        "contextVectors",
        vectors);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aSampleGivesTheSameWhateverRanBefore(String tower, Chosen<?> method) {
    try (TaskRun run = open(tower, method)) {
      SampleResult first = SingleSample.of(run, 1);
      SingleSample.of(run, 0);
      SampleResult again = SingleSample.of(run, 1);
      assertThat(again.after()).isEqualTo(first.after());
      assertThat(again.before()).isEqualTo(first.before());
      assertThat(first.steps()).hasSize(MadeMethods.number(method, "steps"));
      assertThat(first.steps())
          .allSatisfy(
              s ->
                  assertThat(s.candidates())
                      .hasSize(MadeMethods.has(method.method(), "sampleK") ? 2 : 0));
      if (!method.traits().adapts()) {
        assertThat(first.after()).isEqualTo(first.before());
      } else {
        assertThat(first.after()).isNotEqualTo(first.before());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("remembering")
  void aMethodThatRemembersGivesTheSameFromTheStart(String tower, Chosen<?> method) {
    try (TaskRun run = open(tower, method)) {
      List<SampleResult.Answer> first =
          List.of(SingleSample.of(run, 0).after(), SingleSample.of(run, 1).after());
      run.chain().orElseThrow().restart(0);
      assertThat(List.of(SingleSample.of(run, 0).after(), SingleSample.of(run, 1).after()))
          .isEqualTo(first);
    }
  }

  @ParameterizedTest
  @MethodSource("chains")
  void shardsOfAnySizeGiveTheSame(String tower, Chosen<?> method) throws IOException {
    Path file = folder.resolve("shards-%s-%s".formatted(tower, method.method().id()));
    List<SampleResult.Answer> whole = new ArrayList<>();
    List<SampleResult.Answer> parts = new ArrayList<>();
    try (TaskRun run = open(tower, method)) {
      for (int from = 0; from < PICTURES; from = run.batchEnd(from, PICTURES)) {
        whole.addAll(answers(run, from));
      }
      assertThat(whole).hasSize(PICTURES - 1); // one is broken
    }
    for (int from = 0; from < PICTURES; ) {
      try (TaskRun run = open(tower, method)) {
        Chain chain = run.chain().orElseThrow();
        if (from > 0) {
          chain.load(file);
        }
        assertThat(chain.next()).isEqualTo(from);
        parts.addAll(answers(run, from));
        from = run.batchEnd(from, PICTURES);
        Files.deleteIfExists(file);
        chain.save(file);
      }
    }
    assertThat(parts).isEqualTo(whole);
  }

  /** The answers to the batch that begins with a sample; those that fail give none. */
  private static List<SampleResult.Answer> answers(TaskRun run, int from) {
    return batch(run, from, run.batchEnd(from, PICTURES)).stream()
        .map(SampleResult::after)
        .toList();
  }

  private static List<SampleResult> batch(TaskRun run, int from, int to) {
    List<SampleResult> results = new ArrayList<>();
    run.run(
        from,
        to,
        new Results() {
          @Override
          public void sample(SampleResult sample) {
            results.add(sample);
          }

          @Override
          public void piece(TrainingResult piece) {
            throw new IllegalStateException("a sample is no piece of a training");
          }

          @Override
          public void failure(int place, int index, Exception reason, double millis) {
            assertThat(reason).hasMessageContaining("broken");
          }
        });
    return results;
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit", "siglip"})
  void aBatchIsAnEpisodeAndOneThatIsTooSmallStaysAsItIs(String tower) {
    Chosen<?> method = method("watt", Augmentation.CROP, List.of(), null, null);
    try (TaskRun run = open(tower, method)) {
      assertThat(run.batchEnd(0, PICTURES)).isEqualTo(2);
      List<SampleResult> first = batch(run, 0, 2);
      assertThat(first).hasSize(2);
      assertThat(first.get(0).steps()).hasSize(2 * 8);
      assertThat(first.get(0).after()).isNotEqualTo(first.get(0).before());
      List<SampleResult> alone = batch(run, 2, 4); // the broken one leaves one
      assertThat(alone).hasSize(1);
      assertThat(alone.get(0).after()).isEqualTo(alone.get(0).before());
      assertThat(batch(run, 0, 2).get(1).after()).isEqualTo(first.get(1).after());
    }
  }

  @Test
  void aSiglipJudgesAClip() {
    Chosen<?> method = method("rlcf-tune", Augmentation.CROP, List.of("siglip"), null, null);
    try (TaskRun run = open("vit", method)) {
      SampleResult result = SingleSample.of(run, 0);
      assertThat(result.steps()).hasSize(2);
      assertThat(result.after()).isNotEqualTo(result.before());
    }
  }

  @Test
  void severalJudgesWithoutKnownConfidencesMustBeWeighedAlike() {
    List<String> judges = List.of("judge", "vit");
    Chosen<?> mean = method("rlcf-tune", Augmentation.CROP, judges, null, null);
    try (TaskRun run = open("resnet", mean)) {
      assertThat(SingleSample.of(run, 0).steps()).hasSize(2);
    }
    Chosen<?> weighted =
        MadeMethods.of(
            "rlcf-tune",
            "steps",
            1,
            "learningRate",
            1e-3,
            "weightDecay",
            0,
            "sampleK",
            2,
            "views",
            5,
            "selection",
            0.5,
            "cropScale",
            0.3,
            "reward.models",
            judges,
            "reward.weights",
            "confidence",
            "batchNorm.statistics",
            "running");
    assertThatThrownBy(() -> open("resnet", weighted))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("method.reward.weights")
        .hasMessageContaining("judge");
  }

  @Test
  void promptsStartFromGivenVectorsOfAnyNumber() {
    Chosen<?> words = method("rlcf-prompt", Augmentation.CROP, List.of("judge"), null, null);
    Chosen<?> vectors = method("rlcf-prompt", Augmentation.CROP, List.of("judge"), null, "vectors");
    try (TaskRun plain = open("vit", words);
        TaskRun learned = open("vit", vectors)) {
      assertThat(SingleSample.of(learned, 0).before())
          .isNotEqualTo(SingleSample.of(plain, 0).before());
    }
    Chosen<?> none = method("rlcf-prompt", Augmentation.CROP, List.of("judge"), null, "judge");
    assertThatThrownBy(() -> open("vit", none))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("has no context vectors");
  }

  @ParameterizedTest
  @MethodSource("towers")
  void aChainGoesOnFromItsFileToTheSameNumbers(String tower) throws IOException {
    Chosen<?> method =
        method("rlcf-tune", Augmentation.CROP, List.of("judge"), new MomentumSpec(0.5, 2, 1), null);
    Path file = folder.resolve("chain-" + tower);
    try (TaskRun whole = open(tower, method);
        TaskRun second = open(tower, method)) {
      Chain chain = whole.chain().orElseThrow();
      SampleResult.Answer first = SingleSample.of(whole, 0).after();
      assertThatThrownBy(() -> SingleSample.of(whole, 0)).isInstanceOf(IllegalStateException.class);
      SingleSample.of(whole, 1);
      assertThatThrownBy(() -> SingleSample.of(whole, 2)).hasMessageContaining("broken");
      assertThat(chain.next()).as("a broken sample is passed over").isEqualTo(3);
      chain.save(file);
      Chain other = second.chain().orElseThrow();
      other.load(file);
      assertThat(other.next()).isEqualTo(3);
      assertThat(SingleSample.of(second, 3).after()).isEqualTo(SingleSample.of(whole, 3).after());
      assertThat(SingleSample.of(second, 4).after()).isEqualTo(SingleSample.of(whole, 4).after());
      chain.restart(0);
      assertThat(SingleSample.of(whole, 0).after()).isEqualTo(first);
      Path foreign = folder.resolve("judge.safetensors");
      assertThatThrownBy(() -> other.load(foreign)).isInstanceOf(TaskException.class);
    }
  }

  static List<String> towers() {
    return List.of("vit", "resnet");
  }

  private static TaskRun open(String model, Chosen<?> method) {
    TaskRun run =
        ClassificationTask.open(
            new TaskSpec("noise", PICTURES, 11, model, method),
            new Noise(),
            models,
            NDManager.newBaseManager());
    SingleSample.prepare(run);
    return run;
  }

  /** Random pictures; the third cannot be read. */
  private static final class Noise implements ImageDataset {
    @Override
    public String name() {
      return "noise";
    }

    @Override
    public List<String> classNames() {
      return List.of("airplane", "alarm", "apple", "ball");
    }

    @Override
    public int size() {
      return PICTURES;
    }

    @Override
    public String id(int index) {
      return "noise-" + index;
    }

    @Override
    public int label(int index) {
      return index % 4;
    }

    @Override
    public RgbImage picture(int index) {
      if (index == 2) {
        throw new IllegalArgumentException("the picture is broken");
      }
      byte[] data = new byte[3 * 40 * 36];
      new Random(index).nextBytes(data);
      return new RgbImage(40, 36, data);
    }

    @Override
    public String fingerprint() {
      return "noise";
    }
  }
}
