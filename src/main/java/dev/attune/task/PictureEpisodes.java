package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.adapt.Adaptation;
import dev.attune.adapt.StepListener;
import dev.attune.hub.ModelCatalog;
import dev.attune.model.weights.WeightsException;
import dev.attune.task.Episode.Answer;
import dev.attune.vision.SampleRandom;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Component;

/** Episodes with the models of the catalogue, opened for each anew. */
@Component
class PictureEpisodes implements Episodes {
  private final ModelCatalog models;

  PictureEpisodes(ModelCatalog models) {
    this.models = models;
  }

  @Override
  public void classify(Classification request, EpisodeListener listener) {
    try (Classifier classifier =
        new Classifier(
            models,
            NDManager.newBaseManager(),
            request.model(),
            request.labels(),
            request.method())) {
      Reporter reporter = new Reporter(classifier, listener);
      Adaptation result =
          classifier.classify(request.picture(), SampleRandom.of(request.seed(), 0), reporter);
      reporter.onEnd(result.after());
    } catch (NoSuchElementException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Tells the steps of an adapter in words. */
  private static final class Reporter implements StepListener {
    private final Classifier classifier;
    private final EpisodeListener listener;
    private Episode episode = Episode.NONE;

    Reporter(Classifier classifier, EpisodeListener listener) {
      this.classifier = classifier;
      this.listener = listener;
    }

    @Override
    public void onStart(float[] before) {
      tell(episode.withBefore(answer(before)));
    }

    @Override
    public void onUpdate(int step, Adaptation.Step result) {
      tell(episode.plus(classifier.step(result)));
    }

    void onEnd(float[] after) {
      tell(episode.withAfter(answer(after)));
    }

    @Override
    public boolean isWanted() {
      return listener.isWanted();
    }

    private void tell(Episode next) {
      episode = next;
      listener.onChange(next);
    }

    private Answer answer(float[] logits) {
      List<SampleResult.Candidate> top = classifier.top(logits);
      return new Answer(top.get(0).text(), top);
    }
  }
}
