package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Activation;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import java.util.Map;
import java.util.Set;

/** Decoders that differ in a few details and in how their files name and lay out the tensors. */
public enum LmFamily {
  /** Zhang et al. 2022, arXiv 2205.01068. */
  OPT(2, Activation.RELU, "</s>", "<pad>", new OptNames()),
  /** Radford et al. 2019. */
  GPT2(0, Activation.GELU_TANH, "<|endoftext|>", "<|endoftext|>", new Gpt2Names());

  private final int positionOffset;
  private final Activation activation;
  private final String startText;
  private final String paddingText;
  private final Names names;

  LmFamily(
      int positionOffset,
      Activation activation,
      String startText,
      String paddingText,
      Names names) {
    this.positionOffset = positionOffset;
    this.activation = activation;
    this.startText = startText;
    this.paddingText = paddingText;
    this.names = names;
  }

  /** Row of the position table that belongs to the first token. */
  int positionOffset() {
    return positionOffset;
  }

  Activation activation() {
    return activation;
  }

  /** What the token is written as that begins a text. */
  public String startText() {
    return startText;
  }

  /** What the token is written as that fills up the shorter ones of several texts. */
  public String paddingText() {
    return paddingText;
  }

  Names names() {
    return names;
  }

  /** Hugging Face's names of a family's tensors, and their way to the names of the blocks. */
  interface Names {

    /** What the names begin with. */
    String root();

    /** What the names of a file begin with: those of the bare decoder leave a part of it out. */
    String root(TensorSource source);

    /** Every tensor that a file must hold. */
    Map<String, Shape> shapes(LmConfig config, String root);

    /** Names that a file may hold beside those: the tied head and constant masks. */
    Set<String> ignored(LmConfig config, String root);

    /** The tensors under the names that {@link CausalLm} reads. */
    Map<String, NDArray> canonical(Weights stored, LmConfig config, String root);
  }
}
