package dev.attune.task.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.VideoDataset;
import dev.attune.method.Adapter;
import dev.attune.method.Chosen;
import dev.attune.method.Listener;
import dev.attune.method.Trace;
import dev.attune.task.Asked;
import dev.attune.task.Episode;
import dev.attune.task.FrameTaking;
import dev.attune.task.Interactive;
import dev.attune.task.OpenQuestion;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.task.TinyModels;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.SingleSample;
import dev.attune.vision.RgbImage;
import dev.attune.vision.video.FrameCache;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.SampledVideo;
import dev.attune.vision.video.VideoException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches among videos, with small random models, with and without DGL's prompts. */
class VideoSearchTest {
  @TempDir static Path folder;

  private static TinyModels models;

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  /** The same set with all of its videos, or without any. */
  private static VideoDataset noise(boolean whole) {
    return new NoiseVideos() {
      @Override
      public SampledVideo frames(
          int index,
          FrameSampling sampling,
          IntFunction<int[]> indices,
          UnaryOperator<RgbImage> each) {
        if (!whole) {
          throw new VideoException(id(index), "has no frames");
        }
        return super.frames(index == 2 ? 5 : index, sampling, indices, each);
      }

      @Override
      public String content(int index) {
        return "%b %d".formatted(whole, index);
      }

      @Override
      public String fingerprint() {
        return "noise " + whole;
      }
    };
  }

  private static final VideoDataset NOISE = noise(true);

  private static VideoSearch search(VideoDataset set) {
    DatasetCatalog datasets = mock(DatasetCatalog.class, CALLS_REAL_METHODS);
    doReturn(set).when(datasets).pictures("noise");
    return new VideoSearch(datasets, models, folder.resolve("features"), frames());
  }

  private static FrameCache frames() {
    return new FrameCache(folder.resolve("frames"), 1 << 24);
  }

  private static Chosen<?> method(String type) {
    return MadeMethods.of(
        type,
        "steps",
        2,
        "learningRate",
        1e-3,
        "weightDecay",
        5e-4,
        "sampleK",
        3,
        "judgedBy",
        "top3",
        "reward.models",
        List.of("judge", "vit"));
  }

  private static Asked asked(@Nullable String text) {
    return new Asked(null, text, "noise", null, null, null, null, null);
  }

  /** Both answers to one question. */
  private record Answers(Episode.Answer before, Episode.Answer after, List<String> notes) {}

  private static Answers answers(VideoSearch search, Interactive.Decided what) {
    try (NDManager manager = NDManager.newBaseManager();
        OpenQuestion question = search.open(what, manager)) {
      while (!question.prepare()) {}
      try (Adapter adapter = what.chosen().open(question.subject());
          NDManager scope = manager.newSubManager()) {
        Trace trace = adapter.adapt(List.of(question.query(scope)), Listener.NONE).get(0);
        assertThat(question.named(trace.steps().get(1)).candidates()).hasSize(3);
        return new Answers(
            question.named(trace.before()), question.named(trace.after()), question.notes());
      }
    }
  }

  private static SampleResult ofRun(String model, Chosen<?> chosen, int sample) {
    TaskSpec spec = new TaskSpec("noise", 5, 0, model, chosen);
    try (TaskRun run =
        VideoRetrievalTask.open(
            spec,
            name -> NOISE,
            models,
            folder.resolve("features"),
            frames(),
            NDManager.newBaseManager())) {
      SingleSample.prepare(run);
      return SingleSample.of(run, sample);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit", "dgl-linear", "dgl-transformer"})
  void aTextFindsTheVideosThatARunFinds(String model) {
    Chosen<?> chosen = method("rlcf-t2v");
    SampleResult run = ofRun(model, chosen, 1);
    Answers found =
        answers(search(NOISE), new Interactive.Decided(asked("a ball"), null, null, model, chosen));
    assertVideos(found.before(), run.before());
    assertVideos(found.after(), run.after());
    assertThat(found.after()).isNotEqualTo(found.before());
    assertThat(found.notes()).isEmpty();
  }

  private static void assertVideos(Episode.Answer found, SampleResult.Answer run) {
    assertThat(found.samples()).hasSize(5);
    for (int i = 0; i < run.top().size(); i++) {
      assertThat(NOISE.id(found.samples().get(i))).isEqualTo(run.top().get(i).text());
      assertThat(found.top().get(i).text()).isEqualTo(NOISE.truth(found.samples().get(i)));
      assertThat(found.top().get(i).value())
          .isCloseTo(run.top().get(i).value(), within(1e-5)); // the run encodes texts together
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit", "dgl-linear", "dgl-transformer"})
  void aVideoFindsTheTextsThatARunFinds(String model) {
    Chosen<?> chosen = method("rlcf-v2t");
    SampleResult run = ofRun(model, chosen, 1);
    VideoSearch search = search(NOISE);
    FrameTaking taking = search.taking(asked(null), model, chosen);
    assertThat(taking.sampling()).isEqualTo(NOISE.sampling());
    SampledVideo video =
        NOISE.frames(1, taking.sampling(), taking.sampling()::of, taking.shown()::frame);
    Answers found =
        answers(search, new Interactive.Decided(asked(null), null, video, model, chosen));
    assertThat(found.before().samples()).isEmpty();
    assertThat(found.before().top().subList(0, 5)).isEqualTo(run.before().top());
    assertThat(found.after().top().subList(0, 5)).isEqualTo(run.after().top());
    assertThat(found.after()).isNotEqualTo(found.before());
  }

  @Test
  void aTextThatIsTooLongIsCutAndItIsSaid() {
    Interactive.Decided what =
        new Interactive.Decided(
            asked("a red ball and a car ".repeat(30)), null, null, "vit", method("rlcf-t2v"));
    assertThat(answers(search(NOISE), what).notes())
        .containsExactly(
            "The text is cut to the 32 tokens that vit reads.",
            "The text is cut to the 32 tokens that judge reads.",
            "The text is cut to the 32 tokens that vit reads.");
  }

  @Test
  void aSetWithoutAnyVideoThatCanBeReadIsNamed() {
    Interactive.Decided what =
        new Interactive.Decided(asked("a ball"), null, null, "vit", method("rlcf-t2v"));
    assertThatThrownBy(() -> answers(search(noise(false)), what))
        .isInstanceOf(TaskException.class)
        .hasMessage("no video of noise can be read");
  }
}
