package dev.attune.model;

import ai.djl.ndarray.NDArray;

/** The non-linearity of a transformer's MLP. */
public enum Activation {
  /** {@code x * sigmoid(1.702 x)}, OpenAI CLIP's. */
  QUICK_GELU {
    @Override
    public NDArray apply(NDArray x) {
      NDArray gate;
      try (NDArray scaled = Nn.scale(x, 1.702f)) {
        gate = ai.djl.nn.Activation.sigmoid(scaled);
      }
      return Nn.recording() ? x.mul(gate) : gate.muli(x);
    }
  },
  /** The exact Gaussian form, with the error function. */
  GELU {
    @Override
    public NDArray apply(NDArray x) {
      return ai.djl.nn.Activation.gelu(x);
    }
  };

  public abstract NDArray apply(NDArray x);
}
