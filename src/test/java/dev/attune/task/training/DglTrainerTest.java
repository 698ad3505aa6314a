package dev.attune.task.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.VideoDataset;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.encoder.video.DglCheckpoint;
import dev.attune.encoder.video.DglForm;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.hub.ModelHub;
import dev.attune.task.Chain;
import dev.attune.task.Results;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TrainingResult;
import dev.attune.train.DglOptions;
import dev.attune.train.DglTraining;
import dev.attune.train.EpochLog;
import dev.attune.vision.SampleRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small training of DGL on built-in clips. */
class DglTrainerTest {
  private static final BuiltInDatasets SETS = new BuiltInDatasets();
  private static final int VIDEOS = 20;

  @TempDir Path home;
  private Workshop shop;

  @BeforeEach
  void open() {
    shop = new Workshop(SETS, ModelHub.at(home), home);
  }

  private TrainingSpec<DglOptions> spec(DglForm form) {
    DglOptions options =
        new DglOptions(
            "mine", form, VideoFeature.GLOBAL, "", 4, true, 0, 0, 2, 1, true, 6, 2e-3, 0.1, 0.2);
    return new TrainingSpec<>(
        new DglTrainer(), options, "motion-train", VIDEOS, 3, "icons-clip-vit", shop);
  }

  @ParameterizedTest
  @EnumSource
  void learnsAndGoesOnToTheSameLosses(DglForm form) throws IOException {
    Heard whole = train(form, "whole", Integer.MAX_VALUE);
    assertThat(whole.losses).hasSize(6); // of 18 videos, six a step, two epochs
    assertThat(whole.validations).hasSize(2);
    assertThatThrownBy(() -> train(form, "killed", 5)).hasMessage("killed");
    Heard resumed = train(form, "killed", Integer.MAX_VALUE);
    assertThat(resumed.losses).isEqualTo(whole.losses.subList(3, 6));
    assertThat(resumed.validations).isEqualTo(whole.validations.subList(1, 2));
    try (DglCheckpoint made = DglCheckpoint.open(home.resolve("whole/model.safetensors"))) {
      assertThat(made.config().form()).isEqualTo(form);
      assertThat(made.config().frames()).isEqualTo(form == DglForm.LINEAR ? 0 : 4);
      assertThat(made.holdsClip()).isFalse();
    }
  }

  private Heard train(DglForm form, String name, int dieAfter) throws IOException {
    Heard heard = new Heard(dieAfter);
    try (OpenDgl open = OpenDgl.of(spec(form));
        DglTraining training = open.start()) {
      training.train(home.resolve(name + ".state"), heard);
      MadeFolder folder = new MadeFolder(home.resolve(name));
      Files.createDirectories(folder.path());
      open.write(folder, open.description(training.recall()));
    }
    return heard;
  }

  /** A run that is left at any piece, and taken up from its file by another, loses nothing. */
  @Test
  void aRunGoesOnFromItsStateToTheSameLosses() throws IOException {
    TrainingSpec<DglOptions> spec = spec(DglForm.TRANSFORMER);
    assertThat(spec.samples()).isEqualTo(2 * (3 + 1));
    int last = spec.samples() - 1; // which installs
    List<TrainingResult> whole = new ArrayList<>();
    try (TaskRun run = spec.open()) {
      run.run(0, last, results(whole));
    }
    Map<Integer, TrainingResult> parts = new TreeMap<>();
    Path state = home.resolve("state");
    for (int piece = 0; piece < last; piece++) {
      try (TaskRun run = spec.open()) {
        Chain chain = run.chain().orElseThrow();
        if (piece > 0) {
          chain.load(state);
        }
        List<TrainingResult> some = new ArrayList<>();
        run.run(chain.next(), piece + 1, results(some)); // a validation begins anew
        some.forEach(r -> parts.put(r.index(), r));
        chain.save(state);
      }
    }
    assertThat(losses(parts.values())).isEqualTo(losses(whole));
    assertThat(whole.get(3).validation()).isTrue();
    assertThat(whole.get(3).recall()).isBetween(0.0, 1.0);
    assertThat(parts.get(3).recall()).isEqualTo(whole.get(3).recall());
  }

  private static List<@Nullable Double> losses(Collection<TrainingResult> results) {
    List<@Nullable Double> losses = new ArrayList<>();
    results.forEach(r -> losses.add(r.loss()));
    return losses;
  }

  private static Results results(List<TrainingResult> into) {
    return new Results() {
      @Override
      public void sample(SampleResult result) {}

      @Override
      public void piece(TrainingResult result) {
        into.add(result);
      }

      @Override
      public void failure(int place, int index, Exception reason, double millis) {
        throw new IllegalStateException(reason);
      }
    };
  }

  @Test
  void aVideoAndItsReverseAreNotPartedByValidation() {
    VideoParts parts = VideoParts.of(SETS, "motion-train", 30, "");
    assertThat(parts.training().size()).isEqualTo(28);
    assertThat(parts.validation().from()).isEqualTo(28);
    VideoParts own = VideoParts.of(SETS, "motion-train", 30, "motion-validation");
    assertThat(own.training().size()).isEqualTo(30);
    assertThat(own.validation().data().name()).isEqualTo("motion-validation");
    assertThatThrownBy(() -> VideoParts.of(SETS, "motion-train", 2, ""))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("too few videos");
  }

  @Test
  void randomFramesComeFromTheirSegmentsAndAreRepeatable() {
    try (OpenDgl open = OpenDgl.of(spec(DglForm.LINEAR))) {
      VideoDataset set = SETS.videos("motion-train");
      TrainingVideos videos = open.videos(new VideoPart(set, 0, 2));
      float[] middle = videos.frames(0, null).orElseThrow();
      float[] some = videos.frames(0, SampleRandom.of(1, 1)).orElseThrow();
      assertThat(videos.frames(0, SampleRandom.of(1, 1)).orElseThrow()).isEqualTo(some);
      assertThat(some).hasSameSizeAs(middle).isNotEqualTo(middle);
      assertThat(videos.frames(0, null).orElseThrow()).isEqualTo(middle);
      assertThat(videos.tokens(0, 0).length).isLessThanOrEqualTo(32);
    }
  }

  /** Keeps what it hears, and dies after some steps. */
  private static final class Heard implements EpochLog {
    final List<Double> losses = new ArrayList<>();
    final List<Double> validations = new ArrayList<>();
    private final int dieAfter;

    Heard(int dieAfter) {
      this.dieAfter = dieAfter;
    }

    @Override
    public void progress(Progress progress) {
      losses.add(progress.loss());
      if (losses.size() == dieAfter) {
        throw new IllegalStateException("killed");
      }
    }

    @Override
    public void validated(int epoch, double loss, @Nullable Double recall) {
      validations.add(loss);
    }
  }
}
