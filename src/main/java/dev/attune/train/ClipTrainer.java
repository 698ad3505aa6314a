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
 * the target spread evenly over all captions that are right for a picture, and all pictures for
 * which a caption is right.
 */
public final class ClipTrainer {
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
    NDArray scale = clip.weights().get("logit_scale").exp();
    NDArray logits = image.matMul(text.transpose()).mul(scale);
    float[] rightTexts = targets(batch.accepted(), false);
    float[] rightPictures = targets(batch.accepted(), true);
    Shape shape = new Shape(row.length, row.length);
    NDArray toText = logits.logSoftmax(1).mul(Nn.fromHost(manager, rightTexts, shape));
    NDArray toImage = logits.logSoftmax(0).mul(Nn.fromHost(manager, rightPictures, shape));
    return Nn.scale(toText.add(toImage).sum(), -1 / (2f * row.length));
  }

  /** Accepted pairs as weights, (B, B): each row, or each column, sums to one. */
  private static float[] targets(boolean[][] accepted, boolean columns) {
    int b = accepted.length;
    float[] targets = new float[b * b];
    for (int i = 0; i < b; i++) {
      int right = 0;
      for (int j = 0; j < b; j++) {
        right += (columns ? accepted[j][i] : accepted[i][j]) ? 1 : 0;
      }
      for (int j = 0; j < b; j++) {
        if (columns ? accepted[j][i] : accepted[i][j]) {
          targets[columns ? j * b + i : i * b + j] = 1f / right;
        }
      }
    }
    return targets;
  }
}
