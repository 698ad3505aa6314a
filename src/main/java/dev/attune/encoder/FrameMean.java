package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.vision.Preprocess;

/** An encoder of pictures that reads a video frame by frame; the mean of all is the video's. */
public record FrameMean(Encoder encoder) implements VideoEncoder {

  @Override
  public Similarity similarity() {
    return encoder.similarity();
  }

  @Override
  public int rows(int frames) {
    return frames;
  }

  @Override
  public NDArray rows(NDArray frames, Preprocess shown) {
    return encoder.imageFeatures(frames, shown);
  }

  @Override
  public NDArray textFeatures(NDManager manager, long[][] tokens) {
    return encoder.textFeatures(manager, tokens);
  }

  @Override
  public String shape() {
    return encoder.shape();
  }
}
