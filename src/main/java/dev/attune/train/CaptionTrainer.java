package dev.attune.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.TokenRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Trains a mapping network before a frozen language model: ClipCap on embeddings of pictures,
 * CapDec on noisy embeddings of the captions themselves (ALGORITHMS 4, Captioning).
 */
public final class CaptionTrainer {
  private final CaptionRecipe recipe;
  private final MappingNetwork mapping;
  private final CausalLm lm;
  private final CaptionExamples examples;
  private final CaptionExamples validation;
  private final EpochLog log;

  /**
   * @throws IllegalArgumentException when examples and models do not fit; it names the caption that
   *     is too long
   */
  public CaptionTrainer(
      CaptionRecipe recipe,
      MappingNetwork mapping,
      CausalLm lm,
      CaptionExamples examples,
      CaptionExamples validation,
      EpochLog log) {
    this.recipe = recipe;
    this.mapping = mapping;
    this.lm = lm;
    this.examples = examples;
    this.validation = validation;
    this.log = log;
    check("training", examples);
    check("validation", validation);
  }

  private void check(String what, CaptionExamples captions) {
    if (captions.features().width() != mapping.config().embedDim()) {
      throw new IllegalArgumentException(
          "the %s embeddings have size %d, the mapping network takes %d"
              .formatted(what, captions.features().width(), mapping.config().embedDim()));
    }
    int room = lm.config().positions() - mapping.config().prefixLength();
    for (int i = 0; i < captions.size(); i++) {
      if (captions.tokens().get(i).length > room) {
        throw new IllegalArgumentException(
            "%s caption %d has %d tokens; the language model has room for %d"
                .formatted(what, i, captions.tokens().get(i).length, room));
      }
    }
  }

  /**
   * Begins; the caller closes it.
   *
   * @param manager parent of the optimiser's memory
   */
  public CaptionTraining start(NDManager manager) {
    return new CaptionTraining(recipe, mapping, lm, examples, validation, manager);
  }

  /**
   * Trains to the recipe's end, from the checkpoint when there is one.
   *
   * @param manager parent of the optimiser's memory
   * @param checkpoint the file, replaced every epoch and every few hundred steps
   * @throws IllegalStateException when a loss is not finite; the checkpoint stays as it was
   */
  public void train(NDManager manager, Path checkpoint) throws IOException {
    try (CaptionTraining training = start(manager)) {
      training.train(checkpoint, log);
    }
  }

  /**
   * The loss of a batch, whose gradients the mapping network's tensors then hold.
   *
   * @param embeddings (B, E)
   */
  static double gradients(
      NDManager manager,
      MappingNetwork mapping,
      CausalLm lm,
      float[] embeddings,
      TokenRows captions) {
    double[] value = new double[1];
    Scopes.run(
        () -> {
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray loss = losses(manager, mapping, lm, embeddings, captions).mean();
            gradients.backward(loss);
            value[0] = loss.getFloat();
          }
        });
    return value[0];
  }

  /** The cross-entropies of all tokens of a batch but its padding. */
  static NDArray losses(
      NDManager manager,
      MappingNetwork mapping,
      CausalLm lm,
      float[] embeddings,
      TokenRows captions) {
    int b = captions.rows();
    int length = captions.length();
    int p = mapping.config().prefixLength();
    int[] real =
        IntStream.range(0, b * length)
            .filter(i -> i % length < captions.length(i / length))
            .toArray();
    long[] places = IntStream.of(real).asLongStream().toArray();
    long[] ids = captions.ids();
    long[] targets = IntStream.of(real).mapToLong(i -> ids[i]).toArray();
    NDArray prefix =
        mapping.prefix(Nn.fromHost(manager, embeddings, new Shape(b, embeddings.length / b)));
    NDArray inputs = prefix.concat(captions.inputs(lm, manager), 1); // (B, P + L - 1, W)
    NDArray hidden =
        lm.hidden(inputs, captions.inputMask(p))
            .get(new NDIndex(":, {}:", p - 1)) // what predicts the L tokens
            .reshape((long) b * length, lm.config().embedding());
    NDArray index = Nn.fromHost(manager, places, new Shape(places.length));
    return lm.crossEntropy(hidden.get(new NDIndex("{}", index)), targets);
  }
}
