package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.FeatureCache;
import dev.attune.encoder.clip.ClipPreprocess;
import dev.attune.method.gradient.Adaptation;
import dev.attune.method.gradient.EpisodicAdapter;
import dev.attune.method.gradient.StepListener;
import dev.attune.metric.RetrievalScores;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.vision.decode.PictureException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Finds the texts of pictures and the pictures of texts, whose features are all at hand. Letters: N
 * texts, M pictures, E embedding.
 */
final class Retriever {
  private static final int TOP = 5;

  private final RetrievalQueries queries;
  private final FeatureCache pictureFeatures;
  private final NDArray pictures;
  private final NDArray texts;
  private final float scale;
  private final int resolution;
  private final EpisodicAdapter adapter;
  private final NDManager manager;

  /**
   * @param pictureFeatures of the policy, (M, E)
   * @param pictures the same as an array
   * @param texts of the policy, (N, E)
   * @param scale of the policy's scores
   * @param resolution of the policy's input, in pixels
   * @param manager parent of what a sample needs
   */
  Retriever(
      RetrievalQueries queries,
      FeatureCache pictureFeatures,
      NDArray pictures,
      NDArray texts,
      float scale,
      int resolution,
      EpisodicAdapter adapter,
      NDManager manager) {
    this.queries = queries;
    this.pictureFeatures = pictureFeatures;
    this.pictures = pictures;
    this.texts = texts;
    this.scale = scale;
    this.resolution = resolution;
    this.adapter = adapter;
    this.manager = manager;
  }

  /**
   * Adapts to one picture, or to its captions, and ranks.
   *
   * @throws PictureException when the picture cannot be read
   */
  SampleResult run(int sample) {
    long start = System.nanoTime();
    if (FeatureBanks.isMissing(pictureFeatures, sample)) {
      throw new PictureException(queries.dataset().id(sample), "could not be read");
    }
    float[] forPicture = scores(pictures, sample, texts);
    List<float[]> forCaptions = new ArrayList<>();
    for (int text : queries.index().ofPicture().get(sample)) {
      forCaptions.add(scores(texts, text, pictures));
    }
    SampleResult.Answer before = answer(sample, forPicture, forCaptions);
    List<SampleResult.Step> steps = List.of();
    if (queries.arePictures()) {
      Adaptation adapted = adaptPicture(sample);
      forPicture = adapted.after();
      steps = steps(adapted, queries.index().texts()::get);
    } else if (queries.areTexts()) {
      for (int c = 0; c < forCaptions.size(); c++) {
        Adaptation adapted = adaptText(queries.index().ofPicture().get(sample)[c]);
        forCaptions.set(c, adapted.after());
        steps = c == 0 ? steps(adapted, queries.dataset()::id) : steps;
      }
    }
    return new SampleResult(
        sample,
        queries.dataset().id(sample),
        truth(sample),
        before,
        answer(sample, forPicture, forCaptions),
        steps,
        (System.nanoTime() - start) / 1e6);
  }

  /** The scores of one row of a bank for all of another: (E) and (N, E) -> N. */
  private float[] scores(NDArray bank, int row, NDArray candidates) {
    float[][] scores = new float[1][];
    Scopes.run(
        () ->
            scores[0] =
                candidates // first, or the engine would copy all of it
                    .matMul(bank.get(new NDIndex("{}:{}", row, row + 1)).transpose())
                    .mul(scale)
                    .toFloatArray());
    return scores[0];
  }

  private Adaptation adaptPicture(int sample) {
    float[] input = ClipPreprocess.of(queries.dataset().picture(sample), resolution);
    try (NDManager scope = manager.newSubManager()) {
      return adapter.adapt(Nn.fromHost(scope, input, new Shape(1, 3, resolution, resolution)));
    }
  }

  private Adaptation adaptText(int text) {
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> rows =
          queries.tokens().stream()
              .map(ids -> Nn.fromHost(scope, ids[text], new Shape(1, ids[text].length)))
              .toList();
      return adapter.adapt(rows.get(0), rows.subList(1, rows.size()), StepListener.NONE);
    }
  }

  /** A picture's first caption, which is the query that is shown where texts are asked with. */
  private String truth(int sample) {
    int text = queries.index().ofPicture().get(sample)[0];
    return queries.areTexts() && queries.isCut(text)
        ? "%s (cut to %d tokens)"
            .formatted(queries.index().texts().get(text), queries.contextLength())
        : queries.index().texts().get(text);
  }

  /**
   * What both directions find.
   *
   * @param forPicture N scores of the texts for the picture
   * @param forCaptions for each caption M scores of the pictures
   */
  private SampleResult.Answer answer(int sample, float[] forPicture, List<float[]> forCaptions) {
    int[] own = queries.index().ofPicture().get(sample);
    int rank = RetrievalScores.rank(forPicture, own);
    int[] ranks = new int[own.length];
    for (int c = 0; c < ranks.length; c++) {
      ranks[c] = RetrievalScores.rank(forCaptions.get(c), queries.index().ofText().get(own[c]));
    }
    boolean shown = queries.areTexts();
    List<SampleResult.Candidate> top =
        shown
            ? Ranking.top(forCaptions.get(0), TOP, queries.dataset()::id)
            : Ranking.top(forPicture, TOP, queries.index().texts()::get);
    return new SampleResult.Answer(
        top.get(0).text(),
        (shown ? ranks[0] : rank) == 0,
        top,
        RetrievalScores.row(rank, ranks, queries.index().mostCaptions()));
  }

  private static List<SampleResult.Step> steps(Adaptation adapted, IntFunction<String> name) {
    List<SampleResult.Step> steps = new ArrayList<>();
    for (Adaptation.Step step : adapted.steps()) {
      List<SampleResult.Candidate> candidates = new ArrayList<>();
      for (int k = 0; k < step.candidates().length; k++) {
        candidates.add(
            new SampleResult.Candidate(name.apply(step.candidates()[k]), step.scores()[k]));
      }
      steps.add(new SampleResult.Step(step.loss(), candidates));
    }
    return steps;
  }
}
