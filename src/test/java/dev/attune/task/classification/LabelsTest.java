package dev.attune.task.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void anyBlankIsABlank() {
    assertThat(
            Labels.split(
                List.of("\u00a0golden\u00a0cat\u3000,\u2009, red \u2003dog\u2028bi\u00adrd")))
        .containsExactly("golden cat", "red dog", "bird");
  }
}
