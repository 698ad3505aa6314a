package dev.attune.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run measured; null where a part was left out.
 *
 * @param engine name and version
 * @param threads of the engine
 * @param peakGflops of the matrix product, in GFLOP/s
 */
public record BenchReport(
    String engine,
    int threads,
    double peakGflops,
    @Nullable Forward forward,
    @Nullable Adapting prompt,
    @Nullable Adapting tune,
    @Nullable Adapting i2t,
    @Nullable Adapting t2i,
    @Nullable Adapting caption,
    @Nullable Decoded decode,
    @Nullable Search search,
    @Nullable List<Videos> dgl) {

  /**
   * The image tower.
   *
   * @param batch pictures at a time
   * @param gflopPerImage see {@link FlopCount}, in GFLOP
   * @param ofPeak GFLOP/s as a fraction of the matrix product's
   */
  public record Forward(
      int batch, double gflopPerImage, double secondsPerImage, double gflops, double ofPeak) {}

  /**
   * Queries against a bank of features, one after the other, and the best ten of each.
   *
   * @param candidates features in the bank
   * @param secondsPerQuery mean
   * @param queriesPerSecond its inverse
   * @param grownBytes by how much resident memory grew from the first query to its highest; null
   *     where the system does not tell
   */
  public record Search(
      int candidates,
      int queries,
      double secondsPerQuery,
      double queriesPerSecond,
      @Nullable Long grownBytes) {}

  /**
   * A beam search of the language model.
   *
   * @param beams as many captions are returned
   * @param tokens of each caption
   * @param seconds with the keys and values of earlier tokens kept
   * @param recomputedSeconds with every token computed anew at every step
   * @param ratio of the second to the first
   */
  public record Decoded(
      int beams, int tokens, double seconds, double recomputedSeconds, double ratio) {}

  /**
   * DGL in one form. Times are the shortest of several, in seconds for the whole batch.
   *
   * @param form its name
   * @param videos in the batch, each with a text
   * @param frames of a video
   * @param plain CLIP alone over all the frames
   * @param video the videos, with the prompts
   * @param ratio of the second to the first: what global-local attention costs
   * @param forward prompts, videos and texts
   * @param step of training: forward, backward, and the move of what learns
   * @param forwardBytes most resident memory in the forward passes, weights included; null where
   *     the system does not tell
   * @param stepBytes the same in the steps
   */
  public record Videos(
      String form,
      int videos,
      int frames,
      double plain,
      double video,
      double ratio,
      double forward,
      double step,
      @Nullable Long forwardBytes,
      @Nullable Long stepBytes) {}

  /**
   * One method.
   *
   * @param secondsPerImage median; of retrieval, seconds a query
   * @param cpuSecondsPerImage processor time of all threads, mean
   * @param forwards seconds an image over those that a forward pass of all its views takes; null
   *     when that was not measured
   * @param peakBytes most resident memory since the part began, models included; null where the
   *     system does not tell
   */
  public record Adapting(
      double secondsPerImage,
      double cpuSecondsPerImage,
      @Nullable Double forwards,
      @Nullable Long peakBytes) {}
}
