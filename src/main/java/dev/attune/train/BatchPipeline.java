package dev.attune.train;

import dev.attune.vision.ClipPreprocess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Draws the next batches in the background while the engine computes. */
final class BatchPipeline implements AutoCloseable {
  private static final int AHEAD = 3;

  private final CaptionedPictures source;
  private final int batch;
  private final int resolution;
  private final int steps;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          r -> {
            Thread thread = new Thread(r, "attune-batches");
            thread.setDaemon(true);
            return thread;
          });
  private final Deque<Future<TrainingBatch>> pending = new ArrayDeque<>();
  private int nextStep;

  /**
   * @param from first step; step s holds the pairs {@code s * batch} and on
   * @param steps where to stop
   */
  BatchPipeline(CaptionedPictures source, int batch, int resolution, int from, int steps) {
    this.source = source;
    this.batch = batch;
    this.resolution = resolution;
    this.steps = steps;
    nextStep = from;
    for (int i = 0; i < AHEAD; i++) {
      submit();
    }
  }

  private void submit() {
    if (nextStep < steps) {
      int step = nextStep++;
      pending.add(executor.submit(() -> draw(step)));
    }
  }

  /** The next step's batch. */
  TrainingBatch next() throws InterruptedException {
    try {
      TrainingBatch result = pending.remove().get();
      submit();
      return result;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a training picture could not be drawn", e.getCause());
    }
  }

  private TrainingBatch draw(int step) {
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

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
