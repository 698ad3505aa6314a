package dev.attune.method.gradient;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import dev.attune.Fixtures;
import dev.attune.method.Judge;
import dev.attune.method.options.Distillation;
import dev.attune.method.options.RewardSpec;
import dev.attune.metric.ClassificationScores;
import dev.attune.metric.ScoreTable;
import dev.attune.task.JudgeWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Selection, rewards and losses one by one, against the reference program's numbers. */
class LossesFixtureTest {
  private NDManager manager = NDManager.newBaseManager();

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("selection_and_losses");
  }

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void selectsTheConfidentViews(Fixtures.Case c) {
    Fixtures.Tensor logits = c.tensors().get("in.logits");
    int classes = (int) logits.shape()[1];
    double[] entropies = ConfidenceSelection.entropies(logits.floats(), classes);
    close(c, "entropy", floats(entropies), c.tensors().get("out.entropy").floats());
    int shares = 0;
    for (Fixtures.Tensor t : c.tensors().byName().values()) {
      String prefix = "out.selected_idx.p";
      if (t.name().startsWith(prefix)) {
        shares++;
        String share = t.name().substring(prefix.length());
        int[] selected =
            ConfidenceSelection.select(logits.floats(), classes, Double.parseDouble(share));
        assertThat(selected).isEqualTo(TuningFixture.ints(t));
        NDArray rows = array(manager, logits).get(new NDIndex("{}", manager.create(t.longs())));
        float entropy = EntropyObjective.ofAverage(rows).getFloat();
        expect(c, "avg_entropy_of_selected.p" + share, entropy);
      }
    }
    assertThat(shares).isPositive();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theAveragesEntropyHasItsGradient(Fixtures.Case c) {
    NDArray logits = leaf(c, 0);
    expect(c, "avg_entropy_all", backward(new EntropyObjective(), logits));
    gradient(c, logits, "out.avg_entropy_grad");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void clipScores(Fixtures.Case c) {
    int k = k(c);
    float[] all = scores(c, "text_features", "image_features");
    long[] index = c.tensors().get("in.class_index").longs();
    float[] picked = c.tensors().get("out.clipscore").floats();
    close(c, "clipscore", at(all, index, k, classes(c)), picked);
    float[] pairs = c.tensors().get("out.clipscore_pairwise").floats();
    float[] made = new float[pairs.length];
    for (int text = 0; text < index.length; text++) {
      for (int image = 0; image < index.length; image++) {
        made[text * index.length + image] = all[image / k * classes(c) + (int) index[text]];
      }
    }
    close(c, "clipscore_pairwise", made, pairs);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ensembles(Fixtures.Case c) {
    double[] confidences = TuningFixture.doubles(c.get("hyperparameters", "multi_confidences"));
    double[] rounded = JudgeWeights.rounded(confidences);
    assertThat(rounded).isEqualTo(TuningFixture.doubles(c.get("hyperparameters", "multi_weights")));
    ensemble(c, rounded, "out.multi_clipscore.weighted");
    ensemble(c, JudgeWeights.equal(confidences.length), "out.multi_clipscore.mean");
  }

  private void ensemble(Fixtures.Case c, double[] weights, String expected) {
    float[] sum = new float[0];
    for (int judge = 0; judge < weights.length; judge++) {
      float[] one = scores(c, "multi.text_features." + judge, "multi.image_features." + judge);
      sum = judge == 0 ? new float[one.length] : sum;
      for (int i = 0; i < one.length; i++) {
        sum[i] += (float) weights[judge] * one[i];
      }
    }
    long[] index = c.tensors().get("in.class_index").longs();
    close(c, expected, at(sum, index, k(c), classes(c)), c.tensors().get(expected).floats());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rewards(Fixtures.Case c) {
    Fixtures.Tensors t = c.tensors();
    float[] scores = t.get("out.clipscore").floats();
    int kinds = 0;
    for (boolean baseline : new boolean[] {false, true}) {
      for (boolean amplify : new boolean[] {false, true}) {
        for (RewardSpec.Scope scope : RewardSpec.Scope.values()) {
          String name =
              "out.reward.process%d_amplify%d.%s"
                  .formatted(
                      baseline ? 1 : 0,
                      amplify ? 1 : 0,
                      scope == RewardSpec.Scope.VIEW ? "per_view" : "batch");
          RewardSpec spec = new RewardSpec(List.of(), baseline, amplify, scope);
          close(c, name, RewardProcessing.apply(scores, k(c), spec), t.get(name).floats());
          kinds++;
        }
      }
    }
    assertThat(t.byName().keySet().stream().filter(n -> n.startsWith("out.reward.process")))
        .hasSize(kinds);
    float[] single = t.get("out.reward.single_sample_k1").floats();
    RewardSpec spec = new RewardSpec(List.of(), true, true, RewardSpec.Scope.VIEW);
    assertThat(RewardProcessing.apply(single, 1, spec)).isEqualTo(single);
  }

  /** The difference of the best two of each row, less its mean over the rows. */
  @ParameterizedTest
  @MethodSource("cases")
  void topKFindsTheConfidenceGap(Fixtures.Case c) {
    Fixtures.Tensor expected = c.tensors().get("out.confidence_gap");
    float[] logits = c.tensors().get("in.logits").floats();
    float[] gaps = new float[expected.floats().length];
    float mean = 0;
    for (int row = 0; row < gaps.length; row++) {
      int[] top = Softmax.topK(logits, row * classes(c), classes(c), 2);
      gaps[row] = logits[row * classes(c) + top[0]] - logits[row * classes(c) + top[1]];
      mean += gaps[row] / gaps.length;
    }
    for (int row = 0; row < gaps.length; row++) {
      gaps[row] -= mean;
    }
    close(c, "confidence_gap", gaps, expected.floats());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void policyGradient(Fixtures.Case c) {
    Fixtures.Tensors t = c.tensors();
    long[] index = t.get("in.class_index").longs();
    float[] rewards = t.get("out.reward.process1_amplify0.per_view").floats();
    NDArray logits = leaf(c, rewards.length / k(c));
    float loss;
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray value = PolicyGradient.weighted(logits, index, rewards, k(c));
      gradients.backward(value);
      loss = value.getFloat();
    }
    expect(c, "policy_loss", loss);
    gradient(c, logits, "out.policy_loss_grad");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void distillation(Fixtures.Case c) {
    Fixtures.Tensor teacher = c.tensors().get("in.teacher_logits");
    int rows = (int) teacher.shape()[0];
    for (Distillation kind : Distillation.values()) {
      NDArray logits = leaf(c, rows);
      float loss = backward(new DistillationObjective(kind, array(manager, teacher)), logits);
      expect(c, "kd_loss." + kind, loss);
      gradient(c, logits, "out.kd_grad." + kind);
      if (kind == Distillation.KD) {
        double[] entropies = ConfidenceSelection.entropies(teacher.floats(), classes(c));
        double divergence = loss - Arrays.stream(entropies).average().orElseThrow();
        expect(c, "kd_loss.vanilla_kl_batchmean", (float) divergence);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void accuracy(Fixtures.Case c) {
    float[] logits = c.tensors().get("in.logits").floats();
    long[] targets = c.tensors().get("in.targets").longs();
    Map<String, Double> first = row(logits, targets, 0, classes(c));
    ScoreTable table = new ScoreTable(first.keySet().stream().sorted().toList());
    for (int i = 0; i < targets.length; i++) {
      table.update(i, row(logits, targets, i, classes(c)));
    }
    for (int k : new int[] {1, 5}) {
      double value =
          Objects.requireNonNull(
                  ClassificationScores.METRICS.get(String.format(Locale.ROOT, "top%d", k)))
              .compute(table);
      expect(c, "acc" + k, (float) (100 * value));
    }
  }

  private static Map<String, Double> row(float[] logits, long[] targets, int i, int classes) {
    return ClassificationScores.row(
        Arrays.copyOfRange(logits, i * classes, (i + 1) * classes), (int) targets[i]);
  }

  /** CLIPScores of all classes for all images, (images, classes), row-major. */
  private float[] scores(Fixtures.Case c, String texts, String images) {
    return Judge.scores(
            array(manager, c.tensors().get("in." + images)),
            array(manager, c.tensors().get("in." + texts)))
        .toFloatArray();
  }

  private static float[] at(float[] all, long[] index, int k, int classes) {
    float[] picked = new float[index.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = all[i / k * classes + (int) index[i]];
    }
    return picked;
  }

  /** The first rows of the logits, all for 0, with a gradient to come. */
  private NDArray leaf(Fixtures.Case c, int rows) {
    NDArray all = array(manager, c.tensors().get("in.logits"));
    NDArray leaf = (rows == 0 ? all : all.get(new NDIndex(":{}", rows))).duplicate();
    leaf.setRequiresGradient(true);
    return leaf;
  }

  private static float backward(Objective objective, NDArray logits) {
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray loss = objective.loss(logits, logits.getManager().create(0)).loss();
      gradients.backward(loss);
      return loss.getFloat();
    }
  }

  private static void gradient(Fixtures.Case c, NDArray leaf, String name) {
    close(c, name, leaf.getGradient().toFloatArray(), c.tensors().get(name).floats());
  }

  private static int k(Fixtures.Case c) {
    return c.get("hyperparameters", "sample_k").asInt();
  }

  private static int classes(Fixtures.Case c) {
    return (int) c.tensors().get("in.logits").shape()[1];
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void close(Fixtures.Case c, String what, float[] actual, float[] expected) {
    JsonNode tolerance = c.get("tolerance");
    double abs = tolerance.path("abs").asDouble();
    assertClose(what, actual, expected, abs, tolerance.path("rel").asDouble());
  }

  private static void expect(Fixtures.Case c, String name, float actual) {
    double expected = c.get("expected", name).asDouble();
    double abs = c.get("tolerance", "abs").asDouble();
    double rel = c.get("tolerance", "rel").asDouble();
    assertThat((double) actual)
        .as(name)
        .isCloseTo(expected, within(abs + rel * Math.abs(expected)));
  }
}
