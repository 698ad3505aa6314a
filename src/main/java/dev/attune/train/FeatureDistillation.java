package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.clip.ClipInit;
import dev.attune.encoder.clip.VisionConfig;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Teaches a new image tower to give a teacher's features, beside the teacher's own text tower, with
 * hints at every stage. A transformer learns so what it would not find by itself on a small
 * machine.
 */
public final class FeatureDistillation {
  private static final float SHARPNESS = 10;

  private final ClipRecipe recipe;
  private final Clip teacher;
  private final PictureBatches batches;
  private final Training<TrainingBatch> training;

  /**
   * @param recipe its configuration's text side must be the teacher's
   */
  public FeatureDistillation(
      ClipRecipe recipe, Clip teacher, CaptionedPictures source, TrainingLog log) {
    this.recipe = recipe;
    this.teacher = teacher;
    this.batches = PictureBatches.of(source, recipe);
    this.training = new Training<>(recipe.schedule(), batches::draw, log);
  }

  /** The configuration of a student: another image tower beside the teacher's text tower. */
  public static ClipConfig student(ClipConfig teacher, VisionConfig vision) {
    return new ClipConfig(
        vision,
        teacher.resolution(),
        teacher.embedDim(),
        teacher.contextLength(),
        teacher.vocabSize(),
        teacher.textWidth(),
        teacher.textHeads(),
        teacher.textLayers(),
        teacher.activation(),
        teacher.textHidden(),
        teacher.textForm());
  }

  /**
   * Trains the student, from the checkpoint when there is one.
   *
   * @param manager owns the model
   */
  public Clip train(NDManager manager, Path checkpoint) throws IOException, InterruptedException {
    Map<String, NDArray> tensors =
        new LinkedHashMap<>(ClipInit.draw(recipe.config(), recipe.seed(), manager).all());
    List<Parameter> kept = new ArrayList<>(teacher.parameters().textSide());
    kept.add(teacher.parameters().tokenTable());
    for (Parameter p : kept) {
      float[] values = p.array().toFloatArray();
      tensors.put(p.name(), Nn.fromHost(manager, values, p.array().getShape()));
    }
    Clip student = new Clip(recipe.config(), new Weights(tensors));
    Hints hints = new Hints(manager, student, teacher, recipe);
    List<Parameter> parameters = new ArrayList<>(student.parameters().image());
    parameters.addAll(hints.parameters());
    Map<String, NDArray> saved = new LinkedHashMap<>(student.weights().all());
    hints.parameters().forEach(p -> saved.put(p.name(), p.array()));
    training.run(
        manager,
        parameters,
        new Weights(saved),
        checkpoint,
        batch -> {
          NDArray pictures = batches.pictures(batch, manager);
          NDList goals = teacher.vision().encodeInStages(pictures);
          NDList found = student.vision().encodeInStages(pictures);
          NDArray loss = loss(Nn.normalize(found.get(0)), Nn.normalize(goals.get(0)));
          return loss.add(hints.loss(found.subNDList(1), goals.subNDList(1)));
        });
    return student;
  }

  /**
   * Each picture shall lie as far from the teacher's others as the teacher's own does (the
   * similarities of Fang et al., SEED, ICLR 2021, section 3.2), and in the same direction, from the
   * origin and from the batch's middle: most of a CLIP feature is common to all pictures.
   *
   * @param features (B, E), normalised
   * @param goals the teacher's, alike
   */
  private static NDArray loss(NDArray features, NDArray goals) {
    NDArray middle = goals.mean(new int[] {0}, true);
    NDArray own = Nn.normalize(features.sub(middle));
    NDArray goal = Nn.normalize(goals.sub(middle));
    NDArray targets = Nn.scale(goal.matMul(goal.transpose()), SHARPNESS).softmax(1);
    NDArray similar =
        Nn.scale(own.matMul(goal.transpose()), SHARPNESS).logSoftmax(1).mul(targets).sum();
    NDArray directions = features.mul(goals).sum().add(own.mul(goal).sum());
    return Nn.scale(similar.add(directions), -1f / goals.getShape().get(0));
  }
}
