package dev.attune.train;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.video.Dgl;
import dev.attune.encoder.video.DglCheckpoint;
import dev.attune.encoder.video.DglConfig;
import dev.attune.encoder.video.DglInit;
import java.io.IOException;
import java.nio.file.Path;

/** Prompts on a CLIP, from those that were drawn to those that have learned. */
public final class DglLearning implements AutoCloseable {
  private final DglOptions options;
  private final long seed;
  private final NDManager manager;
  private final Dgl dgl;

  /**
   * Draws prompts.
   *
   * @param parent of their memory
   * @param frames T
   * @throws IllegalArgumentException when the encoder is none that such prompts are for
   */
  public DglLearning(NDManager parent, Encoder encoder, DglOptions options, int frames, long seed) {
    if (!(encoder instanceof Clip clip)) {
      throw new IllegalArgumentException("DGL's prompts need a CLIP");
    }
    this.options = options;
    this.seed = seed;
    DglConfig config = options.config(clip.config(), frames);
    manager = parent.newSubManager();
    dgl = new Dgl(clip, config, DglInit.draw(config, clip, seed, manager));
  }

  /** Begins; the caller closes it before this. */
  public DglTraining start(VideoExamples examples, VideoExamples validation) {
    return new DglTraining(
        manager, options.recipe(seed), dgl, options.feature(), examples, validation);
  }

  /** Writes the prompts, as far as they are trained. */
  public void write(Path file) throws IOException {
    DglCheckpoint.write(file, dgl);
  }

  @Override
  public void close() {
    manager.close();
  }
}
