package dev.attune.method.plain;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.GivenSubject;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Trace;
import dev.attune.method.options.OneJudge;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import dev.attune.vision.Augmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Votes as the authors' program counts them. */
class ZeroFixtureTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("zero");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void votesAsRecorded(Fixtures.Case recorded) {
    Fixtures.Tensors tensors = recorded.tensors();
    boolean judged = tensors.has("in.judge_image_features");
    try (NDManager manager = NDManager.newBaseManager()) {
      float[][] views =
          GivenSubject.rows(tensors.get(judged ? "in.policy_image_features" : "in.image_features"));
      float scale = tensors.get("in.logit_scale").floats()[0];
      GivenSubject subject = GivenSubject.of(manager, texts(recorded, tensors), scale, 1);
      double gamma = recorded.get("hyperparameters", "gamma").asDouble();
      Voting voting =
          new Voting(new ViewOptions(views.length, gamma, 0.08, Augmentation.CROP), ZeroScale.HARD);
      Adapter adapter;
      Query query;
      if (judged) {
        float[][] seen = GivenSubject.rows(tensors.get("in.judge_image_features"));
        subject = subject.with(GivenSubject.rows(tensors.get("in.judge_text_features")));
        query = subject.query(views, seen);
        adapter =
            new ZeroJudge()
                .open(
                    subject,
                    new ZeroJudge.Options(
                        voting, new OneJudge(List.of("judge")), PromptSpec.USUAL));
      } else {
        query = subject.query(views);
        adapter = new Zero().open(subject, new Zero.Options(voting, PromptSpec.USUAL));
      }
      Trace trace = adapter.adapt(List.of(query), Listener.NONE).get(0);
      adapter.close();

      SeenViews seen = SeenViews.of(query.features(voting.views().made()), subject.candidates());
      assertClose(
          "entropy",
          Host.floats(seen.entropies(scale)),
          tensors.get("out.entropy").floats(),
          tolerance(recorded, "entropy"),
          0);
      long[] order = tensors.get("out.order").longs();
      int kept = recorded.get("hyperparameters", "n_retained").asInt();
      assertThat(trace.viewsKept())
          .isEqualTo(Arrays.stream(order, 0, kept).mapToObj(v -> (int) v).toList());
      Answer.Scores scores = trace.after().scored();
      assertThat(scores.kind()).isEqualTo(Answer.Scores.Kind.VOTES);
      assertThat(scores.values()).isEqualTo(floats(tensors.get("out.votes").longs()));
      assertThat(Host.best(scores.order())).isEqualTo(winner(recorded, tensors, seen, order, kept));
    }
  }

  /** The recorded one, unless no view breaks the tie: the program's slip there is not ours. */
  private static int winner(
      Fixtures.Case recorded, Fixtures.Tensors tensors, SeenViews seen, long[] order, int kept) {
    List<Integer> tied =
        Arrays.stream(tensors.get("out.ties").longs()).mapToObj(t -> (int) t).toList();
    boolean broken =
        tied.size() == 1
            || Arrays.stream(tensors.get("out.remaining_argmax").longs())
                .anyMatch(c -> tied.contains((int) c));
    if (broken) {
      return recorded.get("expected", "prediction").asInt();
    }
    float[] first = seen.cosines()[(int) order[kept]];
    return tied.stream().max(Comparator.comparingDouble(c -> first[c])).orElseThrow();
  }

  private static float[][] texts(Fixtures.Case recorded, Fixtures.Tensors tensors) {
    if (tensors.has("in.policy_text_features")) {
      return GivenSubject.rows(tensors.get("in.policy_text_features"));
    }
    if (tensors.has("in.text_features")) {
      return GivenSubject.rows(tensors.get("in.text_features"));
    }
    Fixtures.Tensor raw = tensors.get("in.template_text_features");
    int templates = (int) raw.shape()[1];
    float[][] texts = new float[(int) raw.shape()[0]][];
    for (int c = 0; c < texts.length; c++) {
      List<float[]> normalised = new ArrayList<>();
      for (float[] row : GivenSubject.rows(raw, c * templates, templates)) {
        normalised.add(Host.floats(Host.normalise(Host.doubles(row))));
      }
      texts[c] = Host.floats(Host.normalise(Host.doubles(Host.mean(normalised))));
    }
    return texts;
  }

  private static double tolerance(Fixtures.Case recorded, String name) {
    return recorded.get("tolerance", "abs", name).asDouble();
  }

  private static float[] floats(long[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }

  /** Three views, two classes with one vote each and one vote for a third; by hand. */
  @Test
  void ranksEqualVotesByTheMeanOfTheVoters() {
    float[][] voters = {{0.9f, 0.1f, 0, 0.2f}, {0.1f, 0.8f, 0, 0.2f}};
    SeenViews policy = new SeenViews(new float[2][1], voters);
    Votes votes = Votes.count(voters, policy, new int[] {0, 1}, ZeroScale.HARD);
    assertThat(votes.votes()).containsExactly(1, 1, 0, 0);
    float[] order = ((Answer.Scores) votes.answer()).order();
    List<Integer> ranked =
        IntStream.range(0, 4).boxed().sorted(Comparator.comparingDouble(c -> -order[c])).toList();
    assertThat(ranked).containsExactly(0, 1, 3, 2);
  }

  @Test
  void softVotesAreShares() {
    float[][] voters = {{0.5f, 0.5f - 1 / 1024f}};
    SeenViews policy = new SeenViews(new float[1][1], voters);
    Votes votes = Votes.count(voters, policy, new int[] {0}, ZeroScale.HALF_PRECISION);
    double first = 1 / (1 + Math.exp(-1));
    assertClose("votes", votes.votes(), new float[] {(float) first, (float) (1 - first)}, 1e-4, 0);
  }
}
