package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.ClipPreprocess;
import dev.attune.model.Nn;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of captioned pictures; step s holds the pairs {@code s * batch} and on.
 *
 * @param resolution R, to which the pictures are brought
 */
record PictureBatches(CaptionedPictures source, int batch, int resolution) {

  static PictureBatches of(CaptionedPictures source, ClipRecipe recipe) {
    return new PictureBatches(source, recipe.batch(), recipe.config().resolution());
  }

  TrainingBatch draw(int step) {
    int size = 3 * resolution * resolution;
    float[] pictures = new float[batch * size];
    List<CaptionedPictures.Pair> pairs = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      CaptionedPictures.Pair pair = source.pair((long) step * batch + i);
      System.arraycopy(ClipPreprocess.of(pair.image(), resolution), 0, pictures, i * size, size);
      pairs.add(pair);
    }
    boolean[][] accepted = new boolean[batch][batch];
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        accepted[i][j] = pairs.get(i).accepts(pairs.get(j));
      }
    }
    List<String> captions = pairs.stream().map(CaptionedPictures.Pair::caption).toList();
    List<Long> named = pairs.stream().map(CaptionedPictures.Pair::named).toList();
    return new TrainingBatch(step, pictures, captions, named, accepted);
  }

  /** A batch's pictures, (B, 3, R, R). */
  NDArray pictures(TrainingBatch batch, NDManager manager) {
    Shape shape = new Shape(this.batch, 3, resolution, resolution);
    return Nn.fromHost(manager, batch.pictures(), shape);
  }
}
