package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.gradient.Adaptation;
import dev.attune.method.gradient.CaptionAdaptation;
import dev.attune.method.gradient.CaptionListener;
import dev.attune.method.gradient.StepListener;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.Episode.Answer;
import dev.attune.vision.SampleRandom;
import dev.attune.weights.WeightsException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Episodes with the models of the catalogue, opened for each anew. */
@Component
class PictureEpisodes implements Episodes {
  private final ModelCatalog models;
  private final DatasetCatalog datasets;
  private final Path cache;

  @Autowired
  PictureEpisodes(ModelCatalog models, DatasetCatalog datasets, AttuneProperties properties) {
    this(models, datasets, FeatureBanks.folder(properties.home()));
  }

  /**
   * @param cache folder of features
   */
  PictureEpisodes(ModelCatalog models, DatasetCatalog datasets, Path cache) {
    this.models = models;
    this.datasets = datasets;
    this.cache = cache;
  }

  @Override
  public void classify(Classification request, EpisodeListener listener) {
    withModels(
        manager -> {
          try (Classifier classifier =
              new Classifier(
                  models, manager, request.model(), request.labels(), request.method())) {
            Adapting steps =
                new Adapting(
                    logits -> answer(classifier, logits), classifier::step, new Teller(listener));
            Adaptation result =
                classifier.classify(request.picture(), SampleRandom.of(request.seed(), 0), steps);
            steps.onEnd(result.after());
          }
        });
  }

  @Override
  public void caption(Captioning request, EpisodeListener listener) {
    withModels(
        manager -> {
          try (CaptionSession captioner =
              new CaptionSession(models, request.model(), request.method(), manager)) {
            Captions steps = new Captions(new Teller(listener));
            steps.onEnd(captioner.adapt(request.picture(), steps).after());
          }
        });
  }

  @Override
  public void search(Search request, EpisodeListener listener) {
    withModels(
        manager -> {
          CaptionDataset set = datasets.captions(request.dataset());
          try (Searcher searcher =
              new Searcher(request, set, models, cache, manager, listener::isWanted)) {
            Teller teller = new Teller(listener, searcher.notes());
            Adapting steps = new Adapting(searcher::answer, searcher::step, teller);
            steps.onEnd(searcher.run(steps).after());
          }
        });
  }

  private static void withModels(Work work) {
    try (NDManager manager = NDManager.newBaseManager()) {
      work.with(manager);
    } catch (NoSuchElementException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What is done with models that go when it is done. */
  @FunctionalInterface
  private interface Work {
    void with(NDManager manager);
  }

  /** Tells a listener how an episode grows. */
  private static final class Teller {
    private final EpisodeListener listener;
    private Episode episode;

    Teller(EpisodeListener listener) {
      this(listener, List.of());
    }

    Teller(EpisodeListener listener, List<String> notes) {
      this.listener = listener;
      episode = Episode.NONE.withNotes(notes);
    }

    void before(Answer answer) {
      tell(episode.withBefore(answer));
    }

    void step(Episode.Step step) {
      tell(episode.plus(step));
    }

    void after(Answer answer) {
      tell(episode.withAfter(answer));
    }

    private void tell(Episode next) {
      episode = next;
      listener.onChange(next);
    }

    boolean isWanted() {
      return listener.isWanted();
    }
  }

  private static Answer answer(Classifier classifier, float[] logits) {
    List<SampleResult.Candidate> top = classifier.top(logits);
    return new Answer(top.get(0).text(), top);
  }

  /** Puts what an adapter does into words. */
  private record Adapting(
      Function<float[], Answer> answers,
      Function<Adaptation.Step, Episode.Step> steps,
      Teller teller)
      implements StepListener {

    @Override
    public void onStart(float[] before) {
      teller.before(answers.apply(before));
    }

    @Override
    public void onUpdate(int step, Adaptation.Step result) {
      teller.step(steps.apply(result));
    }

    void onEnd(float[] after) {
      teller.after(answers.apply(after));
    }

    @Override
    public boolean isWanted() {
      return teller.isWanted();
    }
  }

  private record Captions(Teller teller) implements CaptionListener {

    @Override
    public void onStart(String caption) {
      teller.before(new Answer(caption, List.of()));
    }

    @Override
    public void onStep(int step, CaptionAdaptation.Step result) {
      List<Episode.Candidate> candidates =
          result.candidates().stream()
              .map(c -> new Episode.Candidate(c.caption(), c.score(), c.reward()))
              .toList();
      teller.step(new Episode.Step(result.loss(), candidates));
    }

    void onEnd(String caption) {
      teller.after(new Answer(caption, List.of()));
    }

    @Override
    public boolean isWanted() {
      return teller.isWanted();
    }
  }
}
