package dev.attune.method.plain;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.method.Adapter;
import dev.attune.method.GivenSubject;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Trace;
import dev.attune.method.options.AllViews;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import dev.attune.vision.Augmentation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Mean shift as the authors' program does it. */
class MtaFixtureTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("mta");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsTheRecordedMode(Fixtures.Case recorded) {
    Fixtures.Tensors tensors = recorded.tensors();
    JsonNode given = recorded.get("hyperparameters");
    float[][] views = GivenSubject.rows(tensors.get("in.image_features"));
    float scale = tensors.get("in.logit_scale").floats()[0];
    MeanShift shift =
        new MeanShift(
            given.get("lambda_y").asDouble(),
            given.get("lambda_q").asDouble(),
            given.get("outer_iterations").asInt(),
            given.get("inner_iterations").asInt(),
            given.get("threshold").asDouble());
    try (NDManager manager = NDManager.newBaseManager()) {
      float[][] texts = GivenSubject.rows(tensors.get("in.text_features"));
      GivenSubject subject = GivenSubject.of(manager, texts, scale, 1);
      Query query = subject.query(views);
      AllViews all = new AllViews(views.length, 0.08, Augmentation.CROP);
      SeenViews seen = SeenViews.of(query, all.made(), subject);
      MeanShift.Found found = shift.find(seen, scale);
      close(recorded, "mode", Host.floats(found.mode()));
      close(recorded, "y", Host.floats(found.inlierness()));
      double[][] x = Arrays.stream(views).map(Host::doubles).toArray(double[][]::new);
      close(recorded, "bandwidth", Host.floats(MeanShift.bandwidths(x)));
      float[] affinity = flat(MeanShift.affinity(seen, scale));
      close(recorded, "affinity", affinity);
      assertThat(MeanShift.neighbours(views.length)).isEqualTo(given.get("neighbours").asInt());

      Adapter adapter = new Mta().open(subject, new Mta.Options(all, shift, PromptSpec.USUAL));
      Trace trace = adapter.adapt(List.of(query), Listener.NONE).get(0);
      close(recorded, "output", trace.after().scores());
      assertThat(Host.best(trace.after().scores()))
          .isEqualTo(recorded.get("expected", "prediction").asInt());
      assertClose(
          "before",
          trace.before().scores(),
          tensors.get("out.zero_shot_logits_view0").floats(),
          recorded.get("tolerance", "abs", "zero_shot_logits_view0").asDouble(),
          0);
    }
  }

  private static void close(Fixtures.Case recorded, String name, float[] actual) {
    assertClose(
        name,
        actual,
        recorded.tensors().get("out." + name).floats(),
        recorded.get("tolerance", "abs", name).asDouble(),
        0);
  }

  private static float[] flat(double[][] matrix) {
    float[] flat = new float[matrix.length * matrix.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) matrix[i / matrix.length][i % matrix.length];
    }
    return flat;
  }

  /** The authors' program divides by the distance between views. */
  @Test
  void viewsMayBeAllTheSame() {
    float[][] views = new float[6][];
    Arrays.fill(views, new float[] {0.6f, 0.8f});
    float[][] cosines = new float[6][];
    Arrays.fill(cosines, new float[] {0.6f, 0.8f});
    MeanShift.Found found = MeanShift.PAPERS.find(new SeenViews(views, cosines), 100);
    assertClose("mode", Host.floats(found.mode()), new float[] {0.6f, 0.8f}, 1e-6, 0);
  }
}
