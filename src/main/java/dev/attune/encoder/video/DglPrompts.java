package dev.attune.encoder.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.model.TransformerBlock;
import dev.attune.weights.Weights;

/**
 * Prompts as both towers take them (ALGORITHMS 5). Letters: P layers, n prompts of a text, G global
 * prompts, T frames, F prompts of a frame, W width of the image tower.
 *
 * @param text (P, n, width of the text tower): the first half stands behind a text's start
 * @param globals (G, W)
 * @param frames (P, T, F, W), or (P, 1, F, W) where all frames share them
 */
public record DglPrompts(NDArray text, NDArray globals, NDArray frames) {

  /** Makes them of what has learned; the gradient reaches that. */
  static DglPrompts of(DglConfig config, Weights weights) {
    NDArray globals = weights.get(DglNames.GLOBALS).squeeze(0);
    return config.form() == DglForm.TRANSFORMER
        ? transformed(config, weights, globals)
        : mapped(config, weights, globals);
  }

  private static DglPrompts transformed(DglConfig config, Weights weights, NDArray globals) {
    NDArray all = latent(config, weights);
    NDArray frames =
        all.get(new NDIndex(":, {}:", config.textPrompts()))
            .reshape(config.layers(), config.frames(), config.framePrompts(), config.width());
    return new DglPrompts(
        Nn.linear(hidden(all, config, weights), weights, DglNames.MLP + ".c_proj"),
        globals,
        frames);
  }

  /** What has gone through the blocks, that of the texts first: (P, n + T F, W). */
  private static NDArray latent(DglConfig config, Weights weights) {
    NDArray all = layers(weights.get(DglNames.TABLE), config);
    for (int i = 0; i < config.blocks(); i++) {
      all =
          new TransformerBlock(weights, DglNames.BLOCK + i, config.heads(), Activation.QUICK_GELU)
              .forward(all, null);
    }
    return all;
  }

  private static NDArray hidden(NDArray latent, DglConfig config, Weights weights) {
    NDArray texts = latent.get(new NDIndex(":, :{}", config.textPrompts()));
    return Activation.QUICK_GELU.apply(Nn.linear(texts, weights, DglNames.MLP + ".c_fc"));
  }

  /** Of what the last map makes the texts' prompts: (P, n, 2 W), or (P, n / 2, W). */
  static NDArray inputs(DglConfig config, Weights weights) {
    return config.form() == DglForm.TRANSFORMER
        ? hidden(latent(config, weights), config, weights)
        : layers(weights.get(DglNames.PROMPTS).squeeze(0), config);
  }

  private static DglPrompts mapped(DglConfig config, Weights weights, NDArray globals) {
    NDArray prompts = layers(weights.get(DglNames.PROMPTS).squeeze(0), config);
    NDArray text =
        NDArrays.concat(
            new NDList(
                Nn.linear(prompts, weights, DglNames.PREFIX),
                Nn.linear(prompts, weights, DglNames.POSTFIX)),
            1);
    return new DglPrompts(text, globals, prompts.expandDims(1));
  }

  /** Cuts rows into the layers' parts: (rows, P W) -> (P, rows, W). */
  private static NDArray layers(NDArray rows, DglConfig config) {
    return rows.reshape(rows.getShape().get(0), config.layers(), config.width()).transpose(1, 0, 2);
  }

  /** The half of the texts' prompts that can reach a feature: (P, n / 2, ..). */
  NDArray prefix() {
    return text.get(new NDIndex(":, :{}", text.getShape().get(1) / 2));
  }
}
