package dev.attune.model;

import ai.djl.ndarray.NDManager;
import dev.attune.FixtureArrays;
import dev.attune.Fixtures;
import dev.attune.Fixtures.Tensor;
import dev.attune.Fixtures.Tensors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BicubicResizeTest {
  /** Such as {@code out.interp17to31_align_corners}; without a source it is the other input. */
  private static final Pattern RESULT =
      Pattern.compile("out\\.interp(?:(\\d+)to)?(\\d+)_align_corners");

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("preprocess");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecordedInterpolations(Fixtures.Case c) {
    Tensors tensors = c.tensors();
    double tolerance = c.get("tolerance", "interp_abs").asDouble();
    Tensor common = commonInput(tensors);
    int results = 0;
    try (NDManager manager = NDManager.newBaseManager()) {
      for (Tensor expected : tensors.byName().values()) {
        Matcher m = RESULT.matcher(expected.name());
        if (m.matches()) {
          results++;
          Tensor input = m.group(1) == null ? common : tensors.get("in.interp" + m.group(1));
          float[] actual =
              BicubicResize.apply(FixtureArrays.array(manager, input), Integer.parseInt(m.group(2)))
                  .toFloatArray();
          FixtureArrays.assertClose(expected.name(), actual, expected.floats(), tolerance, 0);
        }
      }
    }
    Assertions.assertThat(results).isPositive();
  }

  private static Tensor commonInput(Tensors tensors) {
    Set<String> named = new HashSet<>();
    for (String name : tensors.byName().keySet()) {
      Matcher m = RESULT.matcher(name);
      if (m.matches() && m.group(1) != null) {
        named.add("in.interp" + m.group(1));
      }
    }
    return tensors.byName().values().stream()
        .filter(t -> t.name().startsWith("in.interp") && !named.contains(t.name()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no common input of the interpolations"));
  }
}
