package dev.attune.method.gradient;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.difference;
import static dev.attune.FixtureArrays.norm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.Fixtures;
import dev.attune.caption.Captioner;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Captioning.CaptionJudge;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.StreamState;
import dev.attune.method.Trace;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.model.Parameter;
import dev.attune.model.caption.CaptionLoss;
import dev.attune.model.caption.MappingFixture;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmFixture;
import dev.attune.model.lm.TokenRows;
import dev.attune.task.captioning.CaptionerSubject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Captions adapted picture by picture, against the reference program's numbers. */
class CaptionFixtureTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("caption_tta");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecordedSteps(Fixtures.Case fixture) {
    try (Run run = new Run(fixture)) {
      Map<String, float[]> original = TuningFixture.values(run.parameters());
      for (int i = 0; i < run.pictures; i++) {
        Watch watch = new Watch(run, i, original);
        Trace result = TuningFixture.adapt(run.adapter, run.picture(i), watch);
        assertThat(watch.steps).isEqualTo(run.steps());
        assertThat(watch.started).isEqualTo(result.before().caption());
        checkCaption(fixture, "initial_caption_ids", i, result.before().caption());
        checkCaption(fixture, "final_caption_ids", i, result.after().caption());
      }
      if (run.adapter.state().isEmpty()) {
        TuningFixture.values(run.parameters())
            .forEach((name, value) -> assertThat(value).as(name).isEqualTo(original.get(name)));
      }
    }
  }

  private static void checkCaption(Fixtures.Case fixture, String list, int i, String caption) {
    JsonNode ids = fixture.get("expected", list).path(i);
    assertThat(caption).as("%s[%d]", list, i).isEqualTo(IdCaptions.text(ids));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void canBeStoppedBetweenSteps(Fixtures.Case fixture) {
    try (Run run = new Run(fixture)) {
      Map<String, float[]> original = TuningFixture.values(run.parameters());
      Listener impatient =
          new Listener() {
            private boolean wanted = true;

            @Override
            public void onStep(int step, Step result) {
              wanted = false;
            }

            @Override
            public boolean isWanted() {
              return wanted;
            }
          };
      assertThatThrownBy(() -> TuningFixture.adapt(run.adapter, run.picture(0), impatient))
          .isInstanceOf(CancellationException.class);
      TuningFixture.values(run.parameters())
          .forEach((name, value) -> assertThat(value).as(name).isEqualTo(original.get(name)));
      assertThat(run.adapter.state().map(StreamState::seen).orElse(0)).isZero();
    }
  }

  /** Without padding the loss is that of every caption computed alone. */
  @ParameterizedTest
  @MethodSource("cases")
  void maskedPaddingCountsNothing(Fixtures.Case fixture) {
    try (Run run = new Run(fixture)) {
      NDArray embedding = run.captioner.clip().imageFeatures(run.picture(0));
      NDArray prefix = run.captioner.mapping().prefix(embedding).stopGradient();
      List<String> captions =
          fixture
              .get("expected", "steps")
              .path(0)
              .path("sampled_caption_ids")
              .valueStream()
              .map(IdCaptions::text)
              .toList();
      float[] rewards = new float[captions.size()];
      for (int i = 0; i < rewards.length; i++) {
        rewards[i] = i + 1;
      }
      float together = run.loss(prefix, captions, rewards);
      float alone = 0;
      for (int i = 0; i < rewards.length; i++) {
        float[] one = {rewards[i] / rewards.length};
        alone += run.loss(prefix, List.of(captions.get(i)), one);
      }
      assertThat(together).isBetween(alone * 0.9999f, alone * 1.0001f);
    }
  }

  /** Checks every step of one picture. */
  private static final class Watch implements Listener {
    private final Run run;
    private final int picture;
    private final Map<String, float[]> original;
    private int steps;
    private @Nullable String started;

    Watch(Run run, int picture, Map<String, float[]> original) {
      this.run = run;
      this.picture = picture;
      this.original = original;
    }

    @Override
    public void onStart(Answer before) {
      started = before.caption();
    }

    @Override
    public void onGradients(int step, NDArray prefix) {
      double rel = run.fixture.get("tolerance", "grad_norm_rel").asDouble();
      JsonNode norms = expected(step).path("grad_norms");
      assertThat(norms.size()).isEqualTo(run.parameters().size());
      for (Parameter p : run.parameters()) {
        double norm = norms.path(MappingFixture.name(p.name())).asDouble();
        assertThat(norm(p.array().getGradient().toFloatArray()))
            .as("gradient of %s in step %d of picture %d", p.name(), step, picture)
            .isBetween(norm * (1 - rel), norm * (1 + rel));
      }
    }

    @Override
    public void onStep(int step, Step result) {
      steps++;
      JsonNode expected = expected(step);
      List<String> captions =
          expected.path("sampled_caption_ids").valueStream().map(IdCaptions::text).toList();
      assertThat(result.ofFirstView()).extracting(Step.Candidate::text).isEqualTo(captions);
      float[] loss = {result.loss()};
      float[] wanted = {(float) expected.path("loss").asDouble()};
      assertClose("loss", loss, wanted, 1e-6, tolerance("loss_rel"));
      float[] scores = new float[captions.size()];
      float[] rewards = new float[captions.size()];
      for (int k = 0; k < scores.length; k++) {
        scores[k] = result.ofFirstView().get(k).score();
        rewards[k] = result.ofFirstView().get(k).reward();
      }
      String prefix = "out.img%d.step%d.".formatted(picture, step);
      Fixtures.Tensors out = run.fixture.tensors();
      double abs = tolerance("reward_abs");
      assertClose("score", scores, out.get(prefix + "clipscore").floats(), abs, 0);
      assertClose("reward", rewards, out.get(prefix + "reward").floats(), abs, 0);
      checkParameters(step, prefix, out);
    }

    private void checkParameters(int step, String prefix, Fixtures.Tensors out) {
      int checked = 0;
      boolean last = picture == run.pictures - 1 && step == run.steps() - 1;
      for (Parameter p : run.parameters()) {
        String name = MappingFixture.name(p.name());
        float[] value = p.array().toFloatArray();
        if (out.has(prefix + name + "_after")) {
          checked++;
          float[] after = out.get(prefix + name + "_after").floats();
          assertClose(name, value, after, tolerance("param_after_abs"), 0);
        }
        if (last) {
          float[] change = difference(value, original.get(p.name()));
          double norm =
              run.fixture.get("expected", "change_norm_last_image_vs_pretrained", name).asDouble();
          assertThat(norm(change)).as("change of " + name).isBetween(norm * 0.99, norm * 1.01);
        }
      }
      assertThat(checked).isPositive();
    }

    private JsonNode expected(int step) {
      return run.fixture
          .get("expected", "steps")
          .valueStream()
          .filter(s -> s.path("image").asInt() == picture && s.path("step").asInt() == step)
          .findFirst()
          .orElseThrow();
    }

    private double tolerance(String name) {
      return run.fixture.get("tolerance", name).asDouble();
    }
  }

  /** A case's models, pictures and method. */
  private static final class Run implements AutoCloseable {
    final Fixtures.Case fixture;
    final NDManager manager = NDManager.newBaseManager();
    final NDArray images;
    final int pictures;
    final Captioner captioner;
    final Adapter adapter;

    Run(Fixtures.Case fixture) {
      this.fixture = fixture;
      JsonNode h = fixture.get("hyperparameters");
      images = array(manager, fixture.tensors().get("in.images"));
      pictures = (int) images.getShape().get(0);
      CausalLm lm = LmFixture.shared(fixture.weights("opt"), manager);
      MappingNetwork mapping =
          MappingFixture.load(fixture.weights("mapper"), lm.config().width(), manager);
      captioner =
          new Captioner(
              clip(manager, fixture.weights("clip_for_prefix")),
              mapping,
              lm,
              IdCaptions.of(fixture),
              h.path("max_new_tokens").asInt());
      assertThat(h.path("sampling_num_beams").asInt()).isEqualTo(h.path("sample_k").asInt());
      List<CaptionJudge> judges = judges(h);
      adapter =
          new Gradient(
                  TuningFixture.steps(fixture),
                  Gradient.LARGER_EPS,
                  h.path("momentum_update").asBoolean(false)
                      ? new MomentumSpec(
                          h.path("tta_momentum").asDouble(),
                          h.path("update_freq").asInt(),
                          h.path("update_w").asDouble())
                      : null)
              .captioning(
                  new CaptionerSubject(captioner, manager, reward -> judges, () -> {}),
                  new Gradient.CaptionSteps(
                      h.path("sample_k").asInt(),
                      h.path("final_num_beams").asInt(),
                      false,
                      TuningFixture.reward(
                          h.path("reward_process").asBoolean(),
                          h.path("amplify_rewards").asBoolean(),
                          RewardSpec.Scope.VIEW)));
      float[] embeddings = captioner.clip().imageFeatures(images).toFloatArray();
      assertClose(
          "embedding",
          embeddings,
          fixture.tensors().get("out.prefix_embedding").floats(),
          1e-5,
          1e-4);
    }

    private List<CaptionJudge> judges(JsonNode h) {
      if (fixture.get("weights").has("reward")) {
        return List.of(judge(fixture.weights("reward"), 1));
      }
      JsonNode files = fixture.get("weights", "rewards_in_order");
      double[] weights = TuningFixture.doubles(h.path("weights"));
      List<CaptionJudge> judges = new ArrayList<>();
      for (int i = 0; i < weights.length; i++) {
        judges.add(judge(Fixtures.root().resolve(files.path(i).asString()), weights[i]));
      }
      return judges;
    }

    private CaptionJudge judge(Path file, double weight) {
      Clip clip = clip(manager, file);
      int vocabulary = clip.config().vocabSize();
      return new CaptionerSubject.ClipJudge(
          clip,
          captioner.clip().preprocess(),
          text -> IdCaptions.clipTokens(fixture, text, vocabulary),
          weight);
    }

    NDArray picture(int i) {
      return images.get(new NDIndex("{}:{}", i, i + 1));
    }

    int steps() {
      return TuningFixture.steps(fixture).steps();
    }

    List<Parameter> parameters() {
      return captioner.mapping().parameters();
    }

    float loss(NDArray prefix, List<String> captions, float[] rewards) {
      List<long[]> tokens = captions.stream().map(captioner.text()::encode).toList();
      TokenRows rows = new TokenRows(tokens, captioner.text().paddingToken());
      return CaptionLoss.of(captioner.lm(), prefix, rows, rewards, true).getFloat();
    }

    @Override
    public void close() {
      adapter.close();
      manager.close();
    }
  }
}
