package dev.attune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * By what angles the pairs of a token's values are turned (rotary positions; Su et al. 2021, arXiv
 * 2104.09864). Letters: L tokens, d values of a head.
 *
 * @param cosines (L, d), and sines alike
 */
public record Rotation(NDArray cosines, NDArray sines) {
  private static final double TEMPERATURE = 10_000;

  /**
   * Patches in a square: half of a token's values turns with its row, half with its column, at
   * falling speeds.
   *
   * @param side patches a side
   * @param values d
   * @param before how many tokens stand before the patches, and are not turned
   * @param columns whether the first half turns with the column, else with the row
   * @param first place of the first row and column
   * @param reference patches a side to which the places are scaled
   */
  public record Grid(
      int side, int values, int before, boolean columns, double first, double reference) {}

  /** The angles on a grid. */
  public static Rotation of(NDManager manager, Grid grid) {
    int d = grid.values();
    int bands = d / 4;
    int tokens = grid.before() + grid.side() * grid.side();
    float[] cosines = new float[tokens * d];
    float[] sines = new float[cosines.length];
    Arrays.fill(cosines, 0, grid.before() * d, 1);
    for (int patch = 0; patch < grid.side() * grid.side(); patch++) {
      for (int i = 0; i < d; i++) {
        boolean column = i < d / 2 == grid.columns();
        double place = grid.first() + (column ? patch % grid.side() : patch / grid.side());
        double speed = Math.pow(TEMPERATURE, -(double) (i / 2 % bands) / bands);
        double angle = place * grid.reference() / grid.side() * speed;
        cosines[(grid.before() + patch) * d + i] = (float) Math.cos(angle);
        sines[(grid.before() + patch) * d + i] = (float) Math.sin(angle);
      }
    }
    Shape shape = new Shape(tokens, d);
    return new Rotation(Nn.fromHost(manager, cosines, shape), Nn.fromHost(manager, sines, shape));
  }

  /** Each pair (a, b) of x (.., L, d) becomes (a cos - b sin, b cos + a sin). */
  public NDArray turn(NDArray x) {
    Shape s = x.getShape();
    NDArray pairs = x.reshape(s.get(0), s.get(1), s.get(2), s.get(3) / 2, 2);
    NDArray first = pairs.get(new NDIndex("..., 0:1"));
    NDArray second = pairs.get(new NDIndex("..., 1:2"));
    NDArray across = NDArrays.concat(new NDList(second.neg(), first), -1).reshape(s);
    return x.mul(cosines).add(across.mul(sines));
  }
}
