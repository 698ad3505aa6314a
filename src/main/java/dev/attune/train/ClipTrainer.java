package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.clip.Clip;
import dev.attune.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contrastive pre-training of both towers (Radford et al. 2021): symmetric InfoNCE over the batch,
 * the target spread evenly over all pairs of the same group.
 */
public final class ClipTrainer {
  private static final float MAX_LOGIT_SCALE = (float) Math.log(100);

  private final ClipRecipe recipe;
  private final TextTokenizer tokenizer;
  private final Training training;

  public ClipTrainer(
      ClipRecipe recipe, CaptionedPictures source, TextTokenizer tokenizer, TrainingLog log) {
    this.recipe = recipe;
    this.tokenizer = tokenizer;
    this.training = new Training(recipe, source, log);
  }

  /**
   * Trains a model from random weights, or from the checkpoint when there is one.
   *
   * @param manager owns the model
   */
  public Clip train(NDManager manager, Path checkpoint) throws IOException, InterruptedException {
    Clip clip = new Clip(recipe.config(), ClipInit.draw(recipe.config(), recipe.seed(), manager));
    List<Parameter> parameters = clip.parameters();
    training.run(
        manager, parameters, clip.weights(), checkpoint, (pictures, b) -> loss(clip, pictures, b));
    return clip;
  }

  private NDArray loss(Clip clip, NDArray pictures, TrainingBatch batch) {
    NDManager manager = pictures.getManager();
    Map<String, Integer> unique = new LinkedHashMap<>();
    long[] row = new long[batch.captions().size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = unique.computeIfAbsent(batch.captions().get(i), c -> unique.size());
    }
    NDArray texts = clip.text().encode(manager, tokenizer.encodeAll(unique.keySet()));
    NDArray rows = Nn.fromHost(manager, row, new Shape(row.length));
    NDArray text = Nn.normalize(texts).get(new NDIndex("{}", rows));
    NDArray image = Nn.normalize(clip.vision().encode(pictures, true));
    NDArray scale = clip.weights().get("logit_scale").minimum(MAX_LOGIT_SCALE).exp();
    NDArray logits = image.matMul(text.transpose()).mul(scale);
    NDArray targets = targets(manager, batch.groups());
    NDArray toText = logits.logSoftmax(1).mul(targets);
    NDArray toImage = logits.logSoftmax(0).mul(targets);
    return toText.add(toImage).sum().div(-2f * row.length);
  }

  /** Rows that sum to one over the pairs of the same group, (B, B); symmetric. */
  private static NDArray targets(NDManager manager, long[] groups) {
    int b = groups.length;
    float[] targets = new float[b * b];
    for (int i = 0; i < b; i++) {
      int same = 0;
      for (long group : groups) {
        same += group == groups[i] ? 1 : 0;
      }
      for (int j = 0; j < b; j++) {
        targets[i * b + j] = groups[i] == groups[j] ? 1f / same : 0;
      }
    }
    return Nn.fromHost(manager, targets, new Shape(b, b));
  }
}
