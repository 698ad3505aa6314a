package dev.attune.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.metric.ScoreTable;
import dev.attune.metric.caption.CaptionScores;
import dev.attune.metric.caption.CaptionScores.Extra;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.task.TinyModels;
import dev.attune.task.TinyScenes;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.SingleSample;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionScoringTest {
  private static final int BROKEN = 2;

  @TempDir private Path home;

  private final TinyScenes scenes = new TinyScenes(5, BROKEN);
  private final TreeMap<Integer, String> captions = new TreeMap<>();

  private CaptioningTask task(TinyModels models) {
    return new CaptioningTask(new BuiltInDatasets(), models, home);
  }

  private CaptionScoring.Report report(TinyModels models) {
    ForeignCaptions given =
        new ForeignCaptions(References.of(scenes), captions, List.of("other"), "judge");
    try (CaptionScoring.Open open = new CaptionScoring(task(models), models).open(given)) {
      while (open.advance()) {
        assertThat(open.done()).isLessThan(open.size());
      }
      return open.report();
    }
  }

  @Test
  void captionsOfARunGiveTheRunsNumbers() throws Exception {
    TinyModels models = new TinyModels(home);
    ScoreTable run = new ScoreTable(CaptionScores.columns(EnumSet.of(Extra.CLIP)));
    try (TaskRun open =
        CaptioningTask.open(
            new TaskSpec(
                "scenes",
                5,
                11,
                "captioner",
                MadeMethods.of("rlcf-caption", "steps", 0, "reward.models", List.of("judge"))),
            scenes,
            models,
            new CaptionResources(home).get(),
            NDManager.newBaseManager())) {
      SingleSample.prepare(open);
      for (int i : new int[] {0, 1, 3}) {
        SampleResult result = SingleSample.of(open, i);
        run.update(i, result.after().scores());
        captions.put(i, result.after().text());
      }
    }
    captions.put(BROKEN, "a scene that nobody can see");
    CaptionScoring.Report report = report(models);
    assertThat(report.metrics()).isEqualTo(task(models).metrics(run));
    assertThat(report.scored()).isEqualTo(3);
    assertThat(report.images()).isEqualTo(5);
    assertThat(report.withoutCaption().first()).containsExactly(scenes.id(4));
    assertThat(report.unknown().first()).containsExactly("other");
    assertThat(report.unreadable().first())
        .singleElement()
        .asString()
        .contains(scenes.id(BROKEN), "is broken");
  }

  @Test
  void whereNoPictureCanBeReadTheReasonIsTold() throws Exception {
    captions.put(BROKEN, "a scene that nobody can see");
    TinyModels models = new TinyModels(home);
    assertThatThrownBy(() -> report(models))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("is broken");
  }
}
