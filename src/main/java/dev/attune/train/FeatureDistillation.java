package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.model.Nn;
import dev.attune.model.clip.Clip;
import dev.attune.model.clip.ClipConfig;
import dev.attune.model.clip.VisionConfig;
import dev.attune.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Teaches a new image tower to give a teacher's features, beside the teacher's own text tower: the
 * loss is one minus their cosine. A transformer learns so what it would not find by itself on a
 * small machine.
 */
public final class FeatureDistillation {
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
        teacher.activation());
  }

  /**
   * Trains the student, from the checkpoint when there is one.
   *
   * @param manager owns the model
   */
  public Clip train(NDManager manager, Path checkpoint) throws IOException, InterruptedException {
    Map<String, NDArray> tensors =
        new LinkedHashMap<>(ClipInit.draw(recipe.config(), recipe.seed(), manager).all());
    teacher
        .weights()
        .all()
        .forEach(
            (name, tensor) -> {
              if (!name.startsWith("visual.")) {
                tensors.put(name, Nn.fromHost(manager, tensor.toFloatArray(), tensor.getShape()));
              }
            });
    Clip student = new Clip(recipe.config(), new Weights(tensors));
    training.run(
        manager,
        student.visionParameters(),
        student.weights(),
        checkpoint,
        batch -> {
          NDArray pictures = batches.pictures(batch, manager);
          NDArray goal = teacher.imageFeatures(pictures).stopGradient();
          NDArray features = Nn.normalize(student.vision().encode(pictures, true));
          return Nn.scale(features.mul(goal).sum(), -1f / recipe.batch()).add(1f);
        });
    return student;
  }
}
