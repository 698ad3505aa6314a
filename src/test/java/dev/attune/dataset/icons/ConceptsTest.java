package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConceptsTest {

  private final Concepts concepts = Concepts.get();

  @Test
  void hasManyConceptsWithDifferentNames() {
    assertThat(concepts.names()).hasSizeGreaterThanOrEqualTo(80).doesNotHaveDuplicates();
    assertThat(concepts.names()).allMatch(n -> n.matches("[a-z]+( [a-z]+)?"));
  }

  @Test
  void everyConceptIsDrawnByEnoughFamiliesOfEachKind() {
    for (int c = 0; c < concepts.size(); c++) {
      String name = concepts.names().get(c);
      assertThat(concepts.families(c, List.of(IconFamily.values())))
          .as("families of " + name)
          .hasSizeGreaterThanOrEqualTo(5);
      assertThat(concepts.families(c, IconFamily.policy()))
          .as("policy's families of " + name)
          .hasSizeGreaterThanOrEqualTo(2);
      assertThat(concepts.families(c, IconFamily.heldOutOutline()))
          .as("held-out families of " + name)
          .isNotEmpty();
    }
  }

  @Test
  void outlinesAreCentredAndOfUnitSize() {
    for (int c = 0; c < concepts.size(); c++) {
      for (IconFamily family : concepts.icons(c).keySet()) {
        var box = concepts.outline(c, family).getBounds2D();
        assertThat(Math.max(box.getWidth(), box.getHeight())).isBetween(1 - 1e-5, 1 + 1e-5);
        assertThat(Math.abs(box.getCenterX()) + Math.abs(box.getCenterY())).isLessThan(1e-5);
      }
    }
  }

  @Test
  void noFamilyIsBothLearnedAndHeldOut() {
    assertThat(IconFamily.judge()).containsAll(IconFamily.policy());
    assertThat(IconFamily.judge()).doesNotContainAnyElementsOf(IconFamily.heldOutOutline());
  }

  @Test
  void anIconThatNoFontHasIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Concepts.parse("concept,material\nunicorn,mdmz-unicorn"))
        .withMessageContaining("unicorn");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Concepts.parse("concept,material\ncar,nofont-car"))
        .withMessageContaining("nofont-car");
  }

  @Test
  void aBrokenTableIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Concepts.parse("concept,material\ncar"))
        .withMessageContaining("line 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Concepts.parse("concept,crayons\ncar,x"))
        .withMessageContaining("crayons");
  }
}
