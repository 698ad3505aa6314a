package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.Fixtures.Tensor;
import dev.attune.Fixtures.Tensors;
import org.junit.jupiter.api.Test;

class FixturesTest {

  @Test
  void everyCaseHoldsTheTensorsItDeclares() {
    for (Fixtures.Case c : Fixtures.cases("prompt_tuning_rlcf")) {
      Tensors tensors = c.tensors();
      c.get("tensors")
          .properties()
          .forEach(
              e -> {
                Tensor t = tensors.get(e.getKey());
                long size = 1;
                for (long d : t.shape()) {
                  size *= d;
                }
                assertThat((long) t.floats().length + t.longs().length).isEqualTo(size);
              });
      assertThat(c.inputs().has("in.views")).isTrue();
      assertThat(Fixtures.tensors(c.weights("policy")).has("text_projection")).isTrue();
      assertThat(c.toString()).doesNotContain("inputs");
    }
  }

  @Test
  void whatIsMissingFailsWithItsName() {
    assertThatThrownBy(() -> Fixtures.cases("nothing"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'nothing'");
    assertThatThrownBy(() -> Fixtures.single("preprocess").image("nothing.png"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing.png");
    assertThatThrownBy(() -> Fixtures.single("preprocess").tensors().get("nothing"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no tensor 'nothing' in preprocess");
  }
}
