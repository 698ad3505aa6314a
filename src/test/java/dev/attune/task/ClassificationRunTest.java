package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.ImageDataset;
import dev.attune.method.gradient.BatchNormSpec;
import dev.attune.method.gradient.Distillation;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.MethodType;
import dev.attune.method.gradient.MomentumSpec;
import dev.attune.method.gradient.RewardSpec;
import dev.attune.method.gradient.TunedParameters;
import dev.attune.vision.Augmentation;
import dev.attune.vision.RgbImage;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All methods on pictures, with small random models of both kinds of tower. */
class ClassificationRunTest {
  @TempDir static Path folder;

  private static final List<MethodType> CLASSIFYING =
      Arrays.stream(MethodType.values())
          .filter(t -> t.tunes() != MethodType.Tunes.MAPPING_NETWORK)
          .toList();

  private static TinyModels models;

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  static List<Arguments> methods() {
    List<Arguments> all = new ArrayList<>();
    for (String tower : List.of("vit", "resnet")) {
      for (MethodType type : CLASSIFYING) {
        for (Augmentation augmentation : Augmentation.values()) {
          if (!type.retrieves()) {
            all.add(Arguments.of(tower, method(type, augmentation, List.of("judge"), null, null)));
          }
        }
      }
    }
    return all;
  }

  private static MethodSpec method(
      MethodType type,
      Augmentation augmentation,
      List<String> judges,
      @Nullable MomentumSpec momentum,
      @Nullable String vectors) {
    boolean tower = type.tunes() == MethodType.Tunes.IMAGE_TOWER;
    return new MethodSpec(
        type,
        type == MethodType.ZERO_SHOT ? 0 : 2,
        1e-3,
        5e-4,
        2,
        5,
        0.5,
        0.3,
        new RewardSpec(type.judged() ? judges : List.of(), true, false, RewardSpec.Scope.VIEW),
        augmentation,
        TunedParameters.ALL,
        Distillation.KD,
        0,
        tower ? new BatchNormSpec(BatchNormSpec.Statistics.BATCH, 0) : BatchNormSpec.RUNNING,
        momentum,
        vectors,
        false);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aSampleGivesTheSameWhateverRanBefore(String tower, MethodSpec method) {
    try (ClassificationRun run = open(tower, method)) {
      SampleResult first = run.run(1);
      run.run(0);
      SampleResult again = run.run(1);
      assertThat(again.after()).isEqualTo(first.after());
      assertThat(again.before()).isEqualTo(first.before());
      assertThat(first.steps()).hasSize(method.steps());
      assertThat(first.steps())
          .allSatisfy(s -> assertThat(s.candidates()).hasSize(method.type().rewarded() ? 2 : 0));
      if (method.steps() == 0) {
        assertThat(first.after()).isEqualTo(first.before());
      } else {
        assertThat(first.after()).isNotEqualTo(first.before());
      }
    }
  }

  @Test
  void severalJudgesWithoutKnownConfidencesMustBeWeighedAlike() {
    List<String> judges = List.of("judge", "vit");
    MethodSpec mean = method(MethodType.RLCF_TUNE, Augmentation.CROP, judges, null, null);
    try (ClassificationRun run = open("resnet", mean)) {
      assertThat(run.run(0).steps()).hasSize(2);
    }
    RewardSpec byConfidence =
        new RewardSpec(judges, true, false, RewardSpec.Scope.VIEW, RewardSpec.Weights.CONFIDENCE);
    MethodSpec weighted =
        new MethodSpec(MethodType.RLCF_TUNE, 1, 1e-3, 0, 2, 5, 0.5, 0.3, byConfidence);
    assertThatThrownBy(() -> open("resnet", weighted))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("method.reward.weights")
        .hasMessageContaining("judge");
  }

  @Test
  void promptsStartFromGivenVectorsOfAnyNumber() {
    MethodSpec words =
        method(MethodType.RLCF_PROMPT, Augmentation.CROP, List.of("judge"), null, null);
    MethodSpec vectors =
        method(MethodType.RLCF_PROMPT, Augmentation.CROP, List.of("judge"), null, "vectors");
    try (ClassificationRun plain = open("vit", words);
        ClassificationRun learned = open("vit", vectors)) {
      assertThat(learned.run(0).before()).isNotEqualTo(plain.run(0).before());
    }
    MethodSpec none =
        method(MethodType.RLCF_PROMPT, Augmentation.CROP, List.of("judge"), null, "judge");
    assertThatThrownBy(() -> open("vit", none))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("has no context vectors");
  }

  @ParameterizedTest
  @MethodSource("towers")
  void aChainGoesOnFromItsFileToTheSameNumbers(String tower) throws IOException {
    MethodSpec method =
        method(
            MethodType.RLCF_TUNE,
            Augmentation.CROP,
            List.of("judge"),
            new MomentumSpec(0.5, 2, 1),
            null);
    Path file = folder.resolve("chain-" + tower);
    try (ClassificationRun whole = open(tower, method);
        ClassificationRun second = open(tower, method)) {
      Chain chain = whole.chain().orElseThrow();
      SampleResult.Answer first = whole.run(0).after();
      assertThatThrownBy(() -> whole.run(0)).isInstanceOf(IllegalStateException.class);
      whole.run(1);
      assertThatThrownBy(() -> whole.run(2)).hasMessageContaining("broken");
      assertThat(chain.next()).as("a broken sample is passed over").isEqualTo(3);
      chain.save(file);
      Chain other = second.chain().orElseThrow();
      other.load(file);
      assertThat(other.next()).isEqualTo(3);
      assertThat(second.run(3).after()).isEqualTo(whole.run(3).after());
      assertThat(second.run(4).after()).isEqualTo(whole.run(4).after());
      chain.restart();
      assertThat(whole.run(0).after()).isEqualTo(first);
      Path foreign = folder.resolve("judge.safetensors");
      assertThatThrownBy(() -> other.load(foreign)).isInstanceOf(TaskException.class);
    }
  }

  static List<String> towers() {
    return List.of("vit", "resnet");
  }

  private static ClassificationRun open(String model, MethodSpec method) {
    return new ClassificationRun(
        new TaskSpec("noise", 5, 11, model, method),
        new Noise(),
        models,
        NDManager.newBaseManager());
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
      return 5;
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
