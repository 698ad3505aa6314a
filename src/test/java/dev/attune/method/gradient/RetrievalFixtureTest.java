package dev.attune.method.gradient;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.Fixtures;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Chosen;
import dev.attune.method.Judge;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.StreamState;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.rlcf.Rewarded;
import dev.attune.method.rlcf.RlcfI2t;
import dev.attune.method.rlcf.RlcfT2i;
import dev.attune.method.tuned.TunedTextSide;
import dev.attune.method.tuned.TunedTower;
import dev.attune.metric.RetrievalScores;
import dev.attune.metric.ScoreTable;
import dev.attune.task.Judges;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Retrieval in both directions, query by query, against the reference program's numbers. */
class RetrievalFixtureTest {
  /** Normalisations, embeddings and the temperature. */
  private static final Pattern KEPT =
      Pattern.compile("\\bln_|\\bbn\\d|downsample\\.1|embedding|running_|logit_scale");

  static Stream<Fixtures.Case> cases() {
    return Fixtures.cases("retrieval").stream().filter(c -> c.json().has("hyperparameters"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecordedQueries(Fixtures.Case fixture) {
    try (Run run = new Run(fixture)) {
      List<float[]> before = new ArrayList<>();
      List<float[]> after = new ArrayList<>();
      for (int query = 0; query < run.queries; query++) {
        Trace result = run.adapt(query);
        run.check(query, result);
        before.add(result.before().scores());
        after.add(result.after().scores());
      }
      run.checkMetrics("zero_shot_metrics", before);
      run.checkMetrics("tta_metrics", after);
      run.adapter.state().ifPresent(StreamState::restart);
      run.check(0, run.adapt(0)); // everything was reset
    }
  }

  /** One direction, set up as its case says. */
  private static final class Run implements AutoCloseable {
    final Fixtures.Case fixture;
    final Fixtures.Tensors out;
    final NDManager manager = NDManager.newBaseManager();
    final boolean imageQueries;
    final int queries;
    final int captions;
    final NDArray inputs;
    final Tuned tuned;
    final Adapter adapter;

    Run(Fixtures.Case fixture) {
      this.fixture = fixture;
      out = fixture.tensors();
      Fixtures.Tensors in = fixture.inputs();
      long[][] tokens = rows(in.get("in.tokens"));
      NDArray images = array(manager, in.get("in.images"));
      long[] shape = out.get("out.zero_shot_i2t").shape();
      captions = (int) (shape[1] / shape[0]);
      queries = (int) out.get("out.tta_scores").shape()[0];
      imageQueries = fixture.get("sub_case").asString().startsWith("image2text");
      assertThat(queries).isEqualTo((int) shape[imageQueries ? 0 : 1]);
      Clip clip = rounded(fixture.weights("policy"));
      if (imageQueries) {
        inputs = images;
        tuned =
            new TunedTower(
                clip, clip.textFeatures(manager, tokens), Tuning.Tower.of(TowerOptions.WHOLE));
      } else {
        inputs =
            manager.create(in.get("in.tokens").longs(), new Shape(in.get("in.tokens").shape()));
        boolean lasting = TuningFixture.momentum(fixture.get("hyperparameters")) != null;
        tuned = new TunedTextSide(clip, clip.imageFeatures(images), lasting);
      }
      List<Judge> judges =
          TuningFixture.judges(
              fixture,
              (file, share) -> {
                Clip judge = rounded(file);
                return imageQueries
                    ? Judges.ofPictures(
                        judge, clip.preprocess(), judge.textFeatures(manager, tokens), share)
                    : Judges.ofTexts(judge, judge.imageFeatures(images, clip.preprocess()), share);
              });
      adapter = method().open(TuningFixture.subject(manager, clip, tuned, judges));
    }

    /**
     * The reference program of retrieval brings the weights of convolutions, linear layers and
     * projections to half precision when it loads them, as OpenAI's archives hold them. The
     * fixture's models have more digits.
     */
    private Clip rounded(Path weights) {
      Clip clip = clip(manager, weights);
      clip.weights()
          .all()
          .forEach(
              (name, tensor) -> {
                if (!KEPT.matcher(name).find()) {
                  NDArray half = tensor.toType(DataType.FLOAT16, true);
                  tensor.set(new NDIndex("..."), half.toType(DataType.FLOAT32, true));
                }
              });
      return clip;
    }

    private Chosen<?> method() {
      JsonNode h = fixture.get("hyperparameters");
      assertThat(Gradient.LARGER_EPS).isEqualTo(h.path("eps").asDouble());
      RewardSpec reward =
          TuningFixture.reward(
              h.path("reward_process").asBoolean(),
              h.path("amplify_rewards").asBoolean(),
              RewardSpec.Scope.VIEW);
      Steps steps = TuningFixture.steps(fixture);
      Rewarded rewarded = new Rewarded(h.path("sample_k").asInt(), reward, 0);
      MomentumSpec momentum = TuningFixture.momentum(h);
      return imageQueries
          ? new Chosen<>(
              new RlcfI2t(),
              new RlcfI2t.Options(steps, rewarded, TowerOptions.WHOLE, momentum, null))
          : new Chosen<>(new RlcfT2i(), new RlcfT2i.Options(steps, rewarded, momentum, null));
    }

    Trace adapt(int query) {
      NDArray rows = inputs.get(new NDIndex("{}:{}", query, query + 1));
      return TuningFixture.adapt(adapter, rows, Listener.NONE);
    }

    void check(int query, Trace result) {
      double abs = fixture.get("tolerance", "scores_abs").asDouble();
      String first = imageQueries ? "out.zero_shot_i2t" : "out.zero_shot_t2i";
      assertClose("before", result.before().scores(), floats(first, query), abs, 0);
      assertClose("after", result.after().scores(), floats("out.tta_scores", query), abs, 0);
      int steps = result.steps().size();
      int k = TuningFixture.sampled(result.steps().get(0)).length;
      float[] losses = new float[steps];
      for (int s = 0; s < steps; s++) {
        Step step = result.steps().get(s);
        losses[s] = step.loss();
        int from = (query * steps + s) * k;
        int[] sampled = TuningFixture.ints(out.get("out.sampled_idx"));
        assertThat(TuningFixture.sampled(step))
            .isEqualTo(Arrays.copyOfRange(sampled, from, from + k));
        float[] scores = out.get("out.clipscore").floats();
        float[] wanted = Arrays.copyOfRange(scores, from, from + k);
        assertClose("score", TuningFixture.scores(step), wanted, 1e-4, 0);
        float[] rewards = out.get("out.reward").floats();
        float[] given = Arrays.copyOfRange(rewards, from, from + k);
        assertClose("reward", TuningFixture.rewards(step), given, 1e-4, 0);
      }
      double rel = fixture.get("tolerance", "loss_rel").asDouble();
      assertClose("loss", losses, floats("out.loss", query), 1e-5, rel);
    }

    /** The other direction's recorded scores stand in for what is not adapted. */
    void checkMetrics(String name, List<float[]> scores) {
      int pictures = (int) out.get("out.zero_shot_i2t").shape()[0];
      ScoreTable table = new ScoreTable(columns(captions));
      for (int p = 0; p < pictures; p++) {
        int picture = p;
        float[] texts = imageQueries ? scores.get(p) : floats("out.zero_shot_i2t", p);
        int[] ranks =
            own(picture, captions)
                .map(
                    t ->
                        RetrievalScores.rank(
                            imageQueries ? floats("out.zero_shot_t2i", t) : scores.get(t),
                            new int[] {picture}))
                .toArray();
        int rank = RetrievalScores.rank(texts, own(picture, captions).toArray());
        table.update(p, RetrievalScores.row(rank, ranks, captions));
      }
      compare(table, fixture.get("expected", name));
    }

    private float[] floats(String name, int row) {
      Fixtures.Tensor tensor = out.get(name);
      int width = (int) tensor.shape()[1];
      return Arrays.copyOfRange(tensor.floats(), row * width, (row + 1) * width);
    }

    @Override
    public void close() {
      adapter.close();
      manager.close();
    }
  }

  private static List<String> columns(int captions) {
    return List.copyOf(RetrievalScores.row(0, new int[0], captions).keySet());
  }

  private static IntStream own(int picture, int captions) {
    return IntStream.range(picture * captions, (picture + 1) * captions);
  }

  /** The reference program's names, in percent. */
  private static void compare(ScoreTable table, JsonNode expected) {
    Map<String, String> names =
        Map.of(
            "txt_r1", "i2tR1",
            "txt_r5", "i2tR5",
            "txt_r10", "i2tR10",
            "txt_r_mean", "i2tMean",
            "img_r1", "t2iR1",
            "img_r5", "t2iR5",
            "img_r10", "t2iR10",
            "img_r_mean", "t2iMean",
            "r_mean", "meanRecall",
            "agg_metrics", "i2tMean");
    expected
        .properties()
        .forEach(
            e -> {
              String name = names.getOrDefault(e.getKey(), "");
              assertThat(RetrievalScores.METRICS).containsKey(name);
              assertThat(100 * RetrievalScores.METRICS.get(name).compute(table))
                  .as(e.getKey())
                  .isEqualTo(e.getValue().asDouble(), offset(1e-9));
            });
  }

  static Stream<Fixtures.Case> matrices() {
    return Fixtures.cases("retrieval").stream().filter(c -> !c.json().has("hyperparameters"));
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void measuresTheRecordedMatrices(Fixtures.Case fixture) {
    Fixtures.Tensors in = fixture.tensors();
    float[] i2t = in.get("in.scores_i2t").floats();
    float[] t2i = in.get("in.scores_t2i").floats();
    int pictures = (int) in.get("in.scores_i2t").shape()[0];
    int texts = (int) in.get("in.scores_i2t").shape()[1];
    int captions = texts / pictures;
    ScoreTable table = new ScoreTable(columns(captions));
    for (int p = 0; p < pictures; p++) {
      int picture = p;
      int rank =
          RetrievalScores.rank(
              Arrays.copyOfRange(i2t, p * texts, (p + 1) * texts), own(p, captions).toArray());
      int[] ranks =
          own(p, captions)
              .map(
                  t ->
                      RetrievalScores.rank(
                          Arrays.copyOfRange(t2i, t * pictures, (t + 1) * pictures),
                          new int[] {picture}))
              .toArray();
      table.update(p, RetrievalScores.row(rank, ranks, captions));
    }
    compare(table, fixture.get("expected"));
  }
}
