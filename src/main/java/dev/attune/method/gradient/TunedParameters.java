package dev.attune.method.gradient;

import dev.attune.encoder.ParameterGroups;
import dev.attune.model.Parameter;
import java.util.List;

/** Which of an image tower's tensors are tuned. */
public enum TunedParameters {
  /** Every one. */
  ALL {
    @Override
    List<Parameter> of(ParameterGroups encoder) {
      return encoder.image();
    }
  },
  /** The affine parameters of the normalisations. */
  NORM {
    @Override
    List<Parameter> of(ParameterGroups encoder) {
      return encoder.normalisations();
    }
  };

  abstract List<Parameter> of(ParameterGroups encoder);
}
