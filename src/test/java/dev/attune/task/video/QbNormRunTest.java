package dev.attune.task.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.attune.metric.QbNorm;
import dev.attune.metric.VideoScores;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.task.TinyModels;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.SingleSample;
import dev.attune.vision.video.FrameCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Querybank normalisation: by hand, and in a run. */
class QbNormRunTest {
  @TempDir static Path folder;

  private static TinyModels models;

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  /**
   * With beta 10 the bank's sums are e^9 + e^8 = 11084.0418 and e^1 + e^2 = 10.1073, whose
   * logarithms are 9.3132617 and 2.3132617.
   */
  @Test
  void anActiveCandidateLosesWhatTheBankWantsOfIt() {
    QbNorm norm = new QbNorm(1, 1, 10);
    float[][] bank = {{0.9f, 0.1f}, {0.8f, 0.2f}};
    QbNorm.Bank all = norm.new Bank(2);
    for (float[] query : bank) {
      all.add(query);
    }
    float[] hub = {0.6f, 0.5f};
    assertThat(all.normalises(hub)).isTrue();
    assertThat(all.logits(hub))
        .containsExactly(new float[] {-3.3132617f, 2.6867383f}, within(1e-5f));
    float[] other = {0.4f, 0.5f};
    assertThat(all.normalises(other)).as("no query of the bank finds the second").isFalse();
    float[][] both = norm.apply(new float[][] {hub, other}, bank);
    assertThat(both[0][1]).isGreaterThan(both[0][0]);
    assertThat(both[1]).containsExactly(other);
  }

  /** The same videos under another name, with captions of others. */
  private static NoiseVideos named(String name, int shift) {
    return new NoiseVideos() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String fingerprint() {
        return name;
      }

      @Override
      public List<String> captions(int index) {
        return super.captions((index + shift) % size());
      }
    };
  }

  @Test
  void aRunSaysWhatItWasNormalisedWithAndKeepsTheRestAsItWas() {
    Map<String, NoiseVideos> sets =
        Map.of(
            "noise", new NoiseVideos(), "train", named("train", 1), "validation", named("val", 2));
    SampleResult plain = run(sets);
    SampleResult normalised = run(sets, "qbNorm.bank", "train", "qbNorm.heldOut", "validation");
    Map<String, Double> before = normalised.before().scores();
    assertThat(before).containsAllEntriesOf(plain.before().scores());
    assertThat(before).containsEntry(VideoScores.T2V_BETA, 0.0);
    assertThat(before).containsEntry(VideoScores.V2T_BETA, 0.0);
    for (String beta : new String[] {VideoScores.T2V_BETA, VideoScores.V2T_BETA}) {
      assertThat(normalised.after().scores().get(beta))
          .isIn(Arrays.stream(QbNormalisation.BETAS).boxed().toList());
    }
    assertThat(plain.after().scores()).doesNotContainKey(VideoScores.T2V_BETA);
    assertThat(normalised.after().top()).isNotEqualTo(normalised.before().top());
  }

  private static SampleResult run(Map<String, NoiseVideos> sets, Object... values) {
    TaskSpec spec = new TaskSpec("noise", 5, 11, "vit", MadeMethods.of("zero-shot-video", values));
    FrameCache frames = new FrameCache(folder.resolve("frames"), 1 << 24);
    try (TaskRun run =
        VideoRetrievalTask.open(
            spec,
            sets::get,
            models,
            folder.resolve("features"),
            frames,
            NDManager.newBaseManager())) {
      SingleSample.prepare(run);
      return SingleSample.of(run, 0);
    }
  }
}
