package dev.attune.method.norm;

import static dev.attune.FixtureArrays.clip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.Fixtures;
import dev.attune.encoder.ParameterGroups;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Listener;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.tuned.TunedNorms;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.task.FixedSubject;
import dev.attune.testing.ReadQuery;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no stream of the fixtures leads to: nobody sure, a collapse, a ResNet. */
class SarTest {
  @TempDir Path folder;

  private static final Optimising SGD = new Optimising(Optimising.Kind.SGD, 0.9, false);

  private static Sar.Options options(double margin, double resetBelow) {
    return new Sar.Options(
        new Steps(1, 0.1, 0),
        SGD,
        new Batched(3),
        margin,
        0.05,
        resetBelow,
        0.25,
        PromptSpec.USUAL);
  }

  /** Two batches of the same three pictures. */
  private static List<List<Trace>> twice(NDManager manager, Clip clip, Adapter adapter) {
    int side = clip.resolution();
    Random random = new Random(5);
    List<ReadQuery> batch =
        random
            .ints(3)
            .mapToObj(seed -> Nn.normal(manager, new Shape(1, 3, side, side), 1, new Random(seed)))
            .map(rows -> new ReadQuery(rows, clip))
            .toList();
    return List.of(adapter.adapt(batch, Listener.NONE), adapter.adapt(batch, Listener.NONE));
  }

  private static FixedSubject subject(NDManager manager, Clip clip) {
    NDArray texts =
        Nn.normalize(Nn.normal(manager, new Shape(5, clip.embedDim()), 1, new Random(1)));
    return new FixedSubject(
        clip, manager, texts, List.of(), what -> new TunedNorms(clip, texts, (Tuning.Norms) what));
  }

  @Test
  void withoutASurePictureNothingIsLearned() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, Fixtures.single("clip_vit").weights("clip"));
      try (Adapter adapter = new Sar().open(subject(manager, clip), options(0, 0.2))) {
        List<List<Trace>> traces = twice(manager, clip, adapter);
        assertThat(traces.get(1).get(0).steps().get(0).loss()).isZero();
        assertThat(traces.get(1).get(2).after().scores())
            .isEqualTo(traces.get(0).get(2).after().scores());
        assertThat(((NormState) adapter.state().orElseThrow()).average()).isNaN();
      }
    }
  }

  @Test
  void afterACollapseItBeginsAnew() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, Fixtures.single("clip_vit").weights("clip"));
      FixedSubject subject = subject(manager, clip);
      try (Adapter learning = new Sar().open(subject, options(1.1, 0));
          Adapter collapsing = new Sar().open(subject, options(1.1, 100))) {
        List<List<Trace>> learned = twice(manager, clip, learning);
        List<List<Trace>> anew = twice(manager, clip, collapsing);
        float[] first = learned.get(0).get(0).after().scores();
        assertThat(learned.get(1).get(0).after().scores()).isNotEqualTo(first);
        assertThat(anew.get(0).get(0).after().scores()).isEqualTo(first);
        assertThat(anew.get(1).get(0).after().scores()).isEqualTo(first);
        Path file = folder.resolve("sar");
        learning.state().orElseThrow().save(file);
        Tent.Options tent =
            new Tent.Options(new Steps(1, 0.1, 0), SGD, new Batched(3), PromptSpec.USUAL);
        try (Adapter other = new Tent().open(subject, tent)) {
          assertThatThrownBy(() -> other.state().orElseThrow().load(file))
              .isInstanceOf(WeightsException.class)
              .hasMessageContaining("tent");
        }
      }
    }
  }

  @Test
  void aResNetsLastLayerIsLeftOutAndItsRunningStatisticsStay() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, Fixtures.single("clip_resnet").weights("clip"));
      ParameterGroups groups = clip.parameters();
      NDArray texts = manager.ones(new Shape(5, clip.embedDim()));
      Tuned all = new TunedNorms(clip, texts, new Tuning.Norms(0));
      Tuned most = new TunedNorms(clip, texts, new Tuning.Norms(0.25));
      assertThat(all.trainable())
          .extracting(Parameter::name)
          .contains("visual.bn1.weight", "visual.layer1.0.downsample.1.bias")
          .anyMatch(name -> name.startsWith("visual.layer4."))
          .noneMatch(name -> name.contains("running"));
      assertThat(groups.normalisations())
          .extracting(Parameter::name)
          .noneMatch(name -> name.contains("downsample"));
      assertThat(most.trainable())
          .extracting(Parameter::name)
          .contains("visual.layer3.0.bn1.weight")
          .noneMatch(name -> name.startsWith("visual.layer4."));
      List<float[]> before =
          groups.runningStatistics().stream().map(p -> p.array().toFloatArray()).toList();
      try (Adapter adapter = new Sar().open(subject(manager, clip), options(1.1, 0))) {
        List<List<Trace>> traces = twice(manager, clip, adapter);
        assertThat(traces.get(1).get(0).after().scores())
            .isNotEqualTo(traces.get(0).get(0).after().scores());
        assertThat(traces.get(1).get(0).before().scores())
            .isEqualTo(traces.get(0).get(0).before().scores());
      }
      List<float[]> after =
          groups.runningStatistics().stream().map(p -> p.array().toFloatArray()).toList();
      assertThat(after).usingRecursiveComparison().isEqualTo(before);
    }
  }
}
