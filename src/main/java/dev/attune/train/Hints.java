package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a student is told on the way (Romero et al., FitNets, ICLR 2015, section 2.2): from the grid
 * of each of its stages a linear map, trained beside it and thrown away, shall give the teacher's
 * grid, every channel brought to mean 0 and deviation 1 over the batch; the loss is the mean
 * squared error, summed over the stages. The finer grid of the two is averaged down to the coarser.
 */
final class Hints {
  private static final float EPS = 1e-5f;

  private final List<Parameter> maps = new ArrayList<>();

  /**
   * @param manager owns the maps
   */
  Hints(NDManager manager, Clip student, Clip teacher, ClipRecipe recipe) {
    int side = recipe.config().resolution();
    NDArray blank = manager.zeros(new Shape(1, 3, side, side), DataType.FLOAT32);
    try (blank;
        NDList own = student.vision().encodeInStages(blank);
        NDList goals = teacher.vision().encodeInStages(blank)) {
      Random random = new Random(recipe.seed());
      for (int i = 1; i < Math.min(own.size(), goals.size()); i++) {
        long in = own.get(i).getShape().get(1);
        Shape shape = new Shape(goals.get(i).getShape().get(1), in);
        double spread = 1 / Math.sqrt(in);
        maps.add(new Parameter("hint" + i, Nn.normal(manager, shape, spread, random)));
      }
    }
  }

  List<Parameter> parameters() {
    return maps;
  }

  /**
   * @param own grids (B, C, H, W) of the student's stages
   * @param goals the teacher's
   */
  NDArray loss(NDList own, NDList goals) {
    NDArray sum = own.getManager().zeros(new Shape());
    for (int i = 0; i < maps.size(); i++) {
      NDArray o = own.get(i);
      NDArray g = goals.get(i);
      long side = Math.min(o.getShape().get(2), g.getShape().get(2));
      NDArray error =
          rows(averaged(o, side))
              .matMul(maps.get(i).array().transpose())
              .sub(standard(rows(averaged(g, side))));
      sum = sum.add(error.square().mean());
    }
    return sum;
  }

  private static NDArray averaged(NDArray grid, long side) {
    long factor = grid.getShape().get(2) / side;
    Shape window = new Shape(factor, factor);
    return factor == 1 ? grid : Pool.avgPool2d(grid, window, window, new Shape(0, 0), false, true);
  }

  /** (B, C, H, W) -> (B H W, C). */
  private static NDArray rows(NDArray grid) {
    return grid.transpose(0, 2, 3, 1).reshape(-1, grid.getShape().get(1));
  }

  private static NDArray standard(NDArray rows) {
    NDArray centred = rows.sub(rows.mean(new int[] {0}, true));
    NDArray variance = centred.square().mean(new int[] {0}, true);
    return centred.div(variance.maximum(EPS).sqrt());
  }
}
