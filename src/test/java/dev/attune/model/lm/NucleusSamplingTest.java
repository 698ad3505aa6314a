package dev.attune.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.FixtureArrays;
import dev.attune.Fixtures;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NucleusSamplingTest {
  private static final Fixtures.Case OPT =
      Fixtures.cases("opt").stream()
          .filter(c -> c.tensors().has("out.sequences"))
          .findFirst()
          .orElseThrow();

  @Test
  void aSeedRepeatsItsSequences() {
    List<Generated> first = sample(new NucleusSampling(0.9, 1), 3, 7);
    List<Generated> again = sample(new NucleusSampling(0.9, 1), 3, 7);
    List<Generated> other = sample(new NucleusSampling(0.9, 1), 3, 8);
    assertThat(texts(again)).isEqualTo(texts(first));
    assertThat(texts(other)).isNotEqualTo(texts(first));
    assertThat(texts(first)).doesNotHaveDuplicates();
    assertThat(first).allSatisfy(g -> assertThat(g.score()).isNegative());
  }

  @Test
  void theSmallestNucleusIsGreedySearch() {
    List<Generated> drawn = sample(new NucleusSampling(1e-9, 1), 2, 1);
    try (NDManager manager = NDManager.newBaseManager()) {
      Generated greedy = BeamSearch.generate(lm(manager), prefix(manager), decoding(1, 1)).get(0);
      assertThat(texts(drawn)).containsOnly(texts(List.of(greedy)).get(0));
    }
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> new NucleusSampling(0, 1)).hasMessageContaining("(0, 1]");
    assertThatThrownBy(() -> new NucleusSampling(Double.NaN, 1)).hasMessageContaining("(0, 1]");
    assertThatThrownBy(() -> new NucleusSampling(0.9, 0)).hasMessageContaining("temperature");
  }

  @Test
  void refusesTextsBeyondThePositions() {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = lm(manager);
      Decoding endless = Decoding.captions(1, 1, lm.config().positions(), 2, 0);
      assertThatThrownBy(() -> BeamSearch.generate(lm, prefix(manager), endless))
          .hasMessageContaining("%d positions".formatted(lm.config().positions()));
    }
  }

  private static List<Generated> sample(NucleusSampling sampling, int count, long seed) {
    try (NDManager manager = NDManager.newBaseManager()) {
      return sampling.generate(
          lm(manager), prefix(manager), decoding(count, count), new Random(seed));
    }
  }

  private static List<List<Long>> texts(List<Generated> generated) {
    return generated.stream().map(g -> Arrays.stream(g.tokens()).boxed().toList()).toList();
  }

  private static Decoding decoding(int beams, int returns) {
    long end = OPT.get("hyperparameters", "eos_token_id").asLong();
    return Decoding.captions(beams, returns, 12, 2, end);
  }

  private static CausalLm lm(NDManager manager) {
    return LmFixture.opt(OPT, manager);
  }

  private static NDArray prefix(NDManager manager) {
    return FixtureArrays.array(manager, OPT.tensors().get("in.query_embeds")).get(0);
  }
}
