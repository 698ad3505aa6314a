package dev.attune.task.video;

import dev.attune.dataset.VideoDataset;
import dev.attune.vision.RgbImage;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.SampledVideo;
import dev.attune.vision.video.VideoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Five videos of random frames; the third cannot be read. */
class NoiseVideos implements VideoDataset {
  final AtomicInteger decoded = new AtomicInteger();

  @Override
  public String name() {
    return "noise";
  }

  @Override
  public FrameSampling sampling() {
    return new FrameSampling(FrameSampling.Way.SEGMENTS, 4, 3, 0);
  }

  @Override
  public List<String> captions(int index) {
    return switch (index) {
      case 0 -> List.of("a red apple", "an apple");
      case 1 -> List.of("a ball");
      case 2 -> List.of("a blue car", "a car to the left of a tree");
      case 3 -> List.of("a green tree", "a tree");
      default -> List.of("an apple ", "a large apple", "a small apple");
    };
  }

  @Override
  public int size() {
    return 5;
  }

  @Override
  public String id(int index) {
    return "noise-" + index;
  }

  @Override
  public SampledVideo frames(
      int index, FrameSampling sampling, IntFunction<int[]> indices, UnaryOperator<RgbImage> each) {
    decoded.incrementAndGet();
    if (index == 2) {
      throw new VideoException(id(index), "has no frames");
    }
    List<RgbImage> frames = new ArrayList<>();
    for (int frame : indices.apply(6 + index)) {
      byte[] data = new byte[3 * 40 * 36];
      new Random(100L * index + frame).nextBytes(data);
      frames.add(each.apply(new RgbImage(40, 36, data)));
    }
    return new SampledVideo(frames, false);
  }

  @Override
  public RgbImage picture(int index) {
    return frames(index, sampling(), n -> new int[] {0}, UnaryOperator.identity()).frames().get(0);
  }

  @Override
  public String content(int index) {
    return "noise " + index;
  }

  @Override
  public String fingerprint() {
    return "noise";
  }
}
