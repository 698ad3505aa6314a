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
  },
  /** The Gaussian form by a hyperbolic tangent, GPT-2's {@code gelu_new}. */
  GELU_TANH {
    @Override
    public NDArray apply(NDArray x) {
      NDArray inner = x.add(Nn.scale(x.mul(x).mul(x), 0.044715f));
      NDArray tanh = Nn.scale(inner, (float) Math.sqrt(2 / Math.PI)).tanh();
      NDArray half = Nn.scale(x, 0.5f);
      return half.add(half.mul(tanh));
    }
  },
  /** {@code max(x, 0)}. */
  RELU {
    @Override
    public NDArray apply(NDArray x) {
      return ai.djl.nn.Activation.relu(x);
    }
  };

  public abstract NDArray apply(NDArray x);
}
