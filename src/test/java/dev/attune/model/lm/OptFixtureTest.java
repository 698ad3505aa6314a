package dev.attune.model.lm;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.Fixtures;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** OPT's logits and what it generates, against the reference program's. */
class OptFixtureTest {

  static List<Fixtures.Case> logits() {
    return cases(true);
  }

  static List<Fixtures.Case> generations() {
    return cases(false);
  }

  private static List<Fixtures.Case> cases(boolean logits) {
    List<Fixtures.Case> cases =
        Fixtures.cases("opt").stream()
            .filter(c -> c.tensors().has("out.logits") == logits)
            .toList();
    assertThat(cases).isNotEmpty();
    return cases;
  }

  @ParameterizedTest
  @MethodSource("logits")
  void paddedRowsGiveTheRecordedLogits(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = LmFixture.opt(fixture, manager);
      Fixtures.Tensors t = fixture.tensors();
      NDArray tokens = embed(lm, manager, t.get("in.input_ids"));
      TokenMask mask = mask(t.get("in.attention_mask"));
      compare(fixture, lm.logits(lm.hidden(tokens, mask)), t.get("out.logits"), mask);
    }
  }

  @ParameterizedTest
  @MethodSource("logits")
  void aPrefixStandsBeforeTheTokens(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = LmFixture.opt(fixture, manager);
      Fixtures.Tensors t = fixture.tensors();
      NDArray prefix = array(manager, t.get("in.query_embeds"));
      NDArray tokens = embed(lm, manager, t.get("in.input_ids_prefix"));
      NDArray all = prefix.concat(tokens, 1);
      TokenMask mask = mask(t.get("in.attention_mask_prefix"));
      NDArray hidden = lm.hidden(all, mask);
      compare(fixture, lm.logits(hidden), t.get("out.logits_prefix"), mask);
      compareLoss(fixture, lm, hidden);

      int length = (int) all.getShape().get(1);
      NDArray whole = lm.hidden(all, TokenMask.full(mask.rows(), length));
      assertClose(
          "last",
          lm.logits(whole.get(new NDIndex(":, {}", length - 1))).toFloatArray(),
          t.get("out.logits_prefix_nomask_last").floats(),
          fixture.get("tolerance", "abs").asDouble(),
          fixture.get("tolerance", "rel").asDouble());
      for (int b = 0; b < mask.rows(); b++) {
        checkShared(fixture, lm, prefix.get(new NDIndex("{}:{}", b, b + 1)), tokens, mask);
      }
    }
  }

  /** The loss over all labels, each predicted by the place before it. */
  private static void compareLoss(Fixtures.Case fixture, CausalLm lm, NDArray hidden) {
    Fixtures.Tensor labels = fixture.tensors().get("in.labels_prefix");
    int length = (int) labels.shape()[1];
    int[] labelled =
        IntStream.range(0, labels.longs().length)
            .filter(i -> i % length > 0 && labels.longs()[i] >= 0)
            .toArray();
    long[] before = Arrays.stream(labelled).mapToLong(i -> i - 1L).toArray();
    long[] targets = Arrays.stream(labelled).mapToLong(i -> labels.longs()[i]).toArray();
    NDManager manager = hidden.getManager();
    NDArray rows =
        hidden
            .reshape(-1, lm.config().width())
            .get(new NDIndex("{}", manager.create(before, new Shape(before.length))));
    assertClose(
        "loss",
        new float[] {lm.crossEntropy(rows, targets).mean().getFloat()},
        new float[] {(float) fixture.get("expected", "loss_prefix").asDouble()},
        0,
        fixture.get("tolerance", "rel").asDouble());
  }

  /** All rows behind one prefix: computed once, it gives what it gives in every row. */
  private static void checkShared(
      Fixtures.Case fixture, CausalLm lm, NDArray prefix, NDArray tokens, TokenMask mask) {
    long rows = mask.rows();
    int p = (int) prefix.getShape().get(1);
    boolean[][] own = new boolean[(int) rows][];
    Arrays.setAll(own, b -> Arrays.copyOfRange(mask.real()[b], p, mask.length()));
    boolean[][] whole = new boolean[(int) rows][];
    Arrays.setAll(
        whole,
        b -> {
          boolean[] row = mask.real()[b].clone();
          Arrays.fill(row, 0, p, true);
          return row;
        });
    TokenMask behind = new TokenMask(own);
    NDArray all = prefix.tile(new long[] {rows, 1, 1}).concat(tokens, 1);
    NDArray plain = lm.hidden(all, new TokenMask(whole));
    NDArray shared = lm.hiddenBehind(lm.prefix(prefix), tokens, behind);
    double abs = fixture.get("tolerance", "abs").asDouble();
    assertClose(
        "behind a shared prefix",
        shared.toFloatArray(),
        plain.get(new NDIndex(":, {}:", p)).toFloatArray(),
        abs,
        0);
    assertClose(
        "the prefix's last place",
        lm.prefix(prefix).last().toFloatArray(),
        plain.get(new NDIndex("0, {}", p - 1)).toFloatArray(),
        abs,
        0);
  }

  @ParameterizedTest
  @MethodSource("generations")
  void generatesTheRecordedSequences(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = LmFixture.opt(fixture, manager);
      Fixtures.Tensors t = fixture.tensors();
      NDArray prefixes = array(manager, t.get("in.query_embeds"));
      Decoding decoding = decoding(fixture);
      List<Generated> generated = new ArrayList<>();
      for (long i = 0; i < prefixes.getShape().get(0); i++) {
        generated.addAll(BeamSearch.generate(lm, prefixes.get(i), decoding));
      }
      long[][] expected = rows(t.get("out.sequences"));
      assertThat(generated).hasSize(expected.length);
      for (int i = 0; i < expected.length; i++) {
        long[] padded = new long[expected[i].length];
        Arrays.fill(padded, fixture.get("hyperparameters", "pad_token_id").asLong());
        long[] tokens = generated.get(i).tokens();
        System.arraycopy(tokens, 0, padded, 0, tokens.length);
        assertThat(padded).isEqualTo(expected[i]);
        if (t.has("out.sequences_scores")) {
          assertThat(generated.get(i).score())
              .isCloseTo(
                  t.get("out.sequences_scores").floats()[i],
                  offset(fixture.get("tolerance", "scores_abs").asDouble()));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("generations")
  void theCacheChangesNothing(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = LmFixture.opt(fixture, manager);
      NDArray prefixes = array(manager, fixture.tensors().get("in.query_embeds"));
      for (long i = 0; i < prefixes.getShape().get(0); i++) {
        NDArray prefix = prefixes.get(i);
        List<Generated> plain = new ArrayList<>();
        Scopes.run(
            () ->
                plain.addAll(
                    BeamSearch.search(
                        new RecomputedSequences(lm, prefix.expandDims(0)), decoding(fixture))));
        List<Generated> cached = BeamSearch.generate(lm, prefix, decoding(fixture));
        assertThat(cached).hasSameSizeAs(plain);
        for (int k = 0; k < cached.size(); k++) {
          assertThat(cached.get(k).tokens()).isEqualTo(plain.get(k).tokens());
        }
      }
    }
  }

  private static Decoding decoding(Fixtures.Case fixture) {
    JsonNode h = fixture.get("hyperparameters");
    return new Decoding(
        h.path("num_beams").asInt(),
        h.path("num_return_sequences").asInt(),
        h.path("min_length").asInt(),
        h.path("max_new_tokens").asInt(),
        h.path("length_penalty").asDouble(),
        h.path("early_stopping").asBoolean(),
        h.path("prompt_ids").valueStream().map(JsonNode::asLong).toList(),
        h.path("eos_token_id").asLong());
  }

  private static NDArray embed(CausalLm lm, NDManager manager, Fixtures.Tensor ids) {
    return lm.embed(manager, ids.longs(), new Shape(ids.shape()));
  }

  private static TokenMask mask(Fixtures.Tensor mask) {
    long[][] rows = rows(mask);
    boolean[][] real = new boolean[rows.length][rows[0].length];
    for (int b = 0; b < rows.length; b++) {
      for (int t = 0; t < real[b].length; t++) {
        real[b][t] = rows[b][t] != 0;
      }
    }
    return new TokenMask(real);
  }

  /** Only places of real tokens are compared; the others hold nothing of use. */
  private static void compare(
      Fixtures.Case fixture, NDArray logits, Fixtures.Tensor expected, TokenMask mask) {
    int vocabulary = (int) logits.getShape().get(2);
    float[] actual = logits.toFloatArray();
    assertThat(actual).hasSameSizeAs(expected.floats());
    for (int b = 0; b < mask.rows(); b++) {
      for (int t = 0; t < mask.length(); t++) {
        int from = (b * mask.length() + t) * vocabulary;
        if (mask.real()[b][t]) {
          assertClose(
              "logits[%d, %d]".formatted(b, t),
              Arrays.copyOfRange(actual, from, from + vocabulary),
              Arrays.copyOfRange(expected.floats(), from, from + vocabulary),
              fixture.get("tolerance", "abs").asDouble(),
              fixture.get("tolerance", "rel").asDouble());
        }
      }
    }
  }
}
