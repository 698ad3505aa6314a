package dev.attune.task;

import dev.attune.method.gradient.MethodSpec;
import dev.attune.vision.RgbImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * Ranks the pictures of a data set for a text, or its texts for a picture.
   *
   * @throws TaskException when a model or the set cannot be used; its message is for people
   * @throws java.util.concurrent.CancellationException when the listener wants no more
   */
  void search(Search request, EpisodeListener listener);

  /**
   * A query: a picture, or a text.
   *
   * @param dataset a set of captions
   */
  record Search(
      @Nullable RgbImage picture,
      @Nullable String text,
      String dataset,
      String model,
      MethodSpec method) {
    public Search {
      if ((picture == null) == (text == null)) {
        throw new IllegalArgumentException("a query is either a picture or a text");
      }
    }
  }

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
