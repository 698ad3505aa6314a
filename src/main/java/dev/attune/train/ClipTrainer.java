package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.ParameterGroups;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipInit;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.text.TextTokenizer;
import dev.attune.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Contrastive pre-training of both towers (Radford et al. 2021): symmetric InfoNCE over the batch,
 * the target spread evenly over all captions that are right for a picture, and all pictures for
 * which a caption is right.
 *
 * <p>At first a scaffold stands beside it: pictures of one named thing are also classified by free
 * vectors, one a name. A batch of few thousand pictures is soon told apart by colour and size, and
 * while the texts are still alike, shapes bring little; the scaffold makes the tower learn them at
 * once. Its weight falls to zero over the first part of the training, and it is thrown away.
 */
public final class ClipTrainer {
  private static final String SCAFFOLD = "training.names";
  private static final double SCAFFOLD_SHARE = 0.6;
  private static final float SCAFFOLD_SCALE = 16;

  private final ClipRecipe recipe;
  private final TextTokenizer tokenizer;
  private final int names;
  private final PictureBatches batches;
  private final Training<TrainingBatch> training;

  /**
   * @param names how many there are; {@link CaptionedPictures.Pair#named} counts them
   */
  public ClipTrainer(
      ClipRecipe recipe,
      CaptionedPictures source,
      TextTokenizer tokenizer,
      int names,
      TrainingLog log) {
    this.recipe = recipe;
    this.tokenizer = tokenizer;
    this.names = names;
    this.batches = PictureBatches.of(source, recipe);
    this.training = new Training<>(recipe.schedule(), batches::draw, log);
  }

  /**
   * Trains a model from random weights, or from the checkpoint when there is one.
   *
   * @param manager owns the model
   */
  public Clip train(NDManager manager, Path checkpoint) throws IOException, InterruptedException {
    Clip clip = new Clip(recipe.config(), ClipInit.draw(recipe.config(), recipe.seed(), manager));
    Shape shape = new Shape(names, recipe.config().embedDim());
    NDArray scaffold = Nn.normal(manager, shape, 1, new Random(recipe.seed()));
    List<Parameter> parameters = new ArrayList<>(clip.parameters().all());
    parameters.add(new Parameter(SCAFFOLD, scaffold));
    Map<String, NDArray> saved = new LinkedHashMap<>(clip.weights().all());
    saved.put(SCAFFOLD, scaffold);
    training.run(
        manager,
        parameters,
        new Weights(saved),
        checkpoint,
        batch -> loss(clip, scaffold, batches.pictures(batch, manager), batch));
    return clip;
  }

  /**
   * Trains a model further, or from the checkpoint when there is one; it needs no scaffold.
   *
   * @param locked whether the image tower stays as it is (LiT, Zhai et al. 2022)
   */
  public Clip train(NDManager manager, Clip clip, boolean locked, Path checkpoint)
      throws IOException, InterruptedException {
    ParameterGroups groups = clip.parameters();
    List<Parameter> learning = new ArrayList<>(locked ? groups.textSide() : groups.all());
    if (locked) {
      learning.add(groups.tokenTable());
    }
    training.run(
        manager,
        learning,
        clip.weights(),
        checkpoint,
        batch -> contrast(clip, image(clip, batches.pictures(batch, manager)), batch));
    return clip;
  }

  private static NDArray image(Clip clip, NDArray pictures) {
    return Nn.normalize(clip.vision().encode(pictures, true));
  }

  private NDArray loss(Clip clip, NDArray scaffold, NDArray pictures, TrainingBatch batch) {
    NDArray image = image(clip, pictures);
    NDArray contrast = contrast(clip, image, batch);
    double weight = 1 - batch.step() / (SCAFFOLD_SHARE * recipe.steps());
    // at weight zero it stays in the sum, so that its vectors always have a gradient
    return contrast.add(
        Nn.scale(naming(image, scaffold, batch.named()), (float) Math.max(0, weight)));
  }

  /** Cross-entropy of the pictures that show one named thing, under the scaffold's vectors. */
  private NDArray naming(NDArray image, NDArray scaffold, List<Long> named) {
    NDManager manager = image.getManager();
    int b = named.size();
    float[] chosen = new float[b * names];
    long singles = named.stream().filter(n -> n >= 0).count();
    for (int i = 0; i < b; i++) {
      if (named.get(i) >= 0) {
        chosen[i * names + (int) (long) named.get(i)] = -1f / singles;
      }
    }
    return Nn.scale(image.matMul(Nn.normalize(scaffold).transpose()), SCAFFOLD_SCALE)
        .logSoftmax(1)
        .mul(Nn.fromHost(manager, chosen, new Shape(b, names)))
        .sum();
  }

  /** Symmetric InfoNCE of the batch. */
  private NDArray contrast(Clip clip, NDArray image, TrainingBatch batch) {
    NDManager manager = image.getManager();
    Map<String, Integer> unique = new LinkedHashMap<>();
    long[] row =
        batch.captions().stream()
            .mapToLong(c -> unique.computeIfAbsent(c, n -> unique.size()))
            .toArray();
    NDArray texts = clip.text().encode(manager, tokenizer.encodeAll(unique.keySet()));
    NDArray rows = Nn.fromHost(manager, row, new Shape(row.length));
    NDArray text = Nn.normalize(texts).get(new NDIndex("{}", rows));
    NDArray logits = clip.similarity().logits(image.matMul(text.transpose()));
    return Contrast.loss(logits, batch.accepted());
  }
}
