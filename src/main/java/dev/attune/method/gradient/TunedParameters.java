package dev.attune.method.gradient;

import dev.attune.model.Parameter;
import java.util.Arrays;

/** Which of a tower's tensors are tuned. */
public enum TunedParameters {
  /** Every one. */
  ALL {
    @Override
    boolean holds(Parameter parameter) {
      return true;
    }
  },
  /**
   * The affine parameters of the normalisations. As in the reference program these are the layers
   * called {@code ln_*} and {@code bn*}: the one in a ResNet's shortcut is not among them.
   */
  NORM {
    @Override
    boolean holds(Parameter parameter) {
      return Arrays.stream(parameter.name().split("\\."))
          .anyMatch(part -> part.startsWith("ln_") || part.startsWith("bn"));
    }
  };

  abstract boolean holds(Parameter parameter);
}
