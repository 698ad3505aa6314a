package dev.attune.task;

import dev.attune.adapt.MethodSpec;
import dev.attune.vision.RgbImage;
import java.util.List;

/**
 * Adapts to single pictures that are in no data set. Call on the compute lane's thread; nothing is
 * left behind but what the listener was told.
 */
public interface Episodes {

  /**
   * Tells which of some labels fits a picture.
   *
   * @throws TaskException when a model cannot be used; its message is for people
   * @throws java.util.concurrent.CancellationException when the listener wants no more
   */
  void classify(Classification request, EpisodeListener listener);

  /**
   * Captions a picture.
   *
   * @throws TaskException when a model cannot be used; its message is for people
   * @throws java.util.concurrent.CancellationException when the listener wants no more
   */
  void caption(Captioning request, EpisodeListener listener);

  /**
   * A picture to be captioned.
   *
   * @param model name of a captioner
   */
  record Captioning(RgbImage picture, String model, MethodSpec method) {}

  /**
   * A picture to be classified.
   *
   * @param labels as they stand in a prompt, at least 2
   * @param seed of the views
   */
  record Classification(
      RgbImage picture, List<String> labels, String model, MethodSpec method, long seed) {}
}
