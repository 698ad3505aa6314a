package dev.attune.task.retrieval;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.Encoder;
import dev.attune.method.Answer;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.Subject;
import dev.attune.task.Episode;
import dev.attune.task.NamedStep;
import dev.attune.task.OpenQuestion;
import dev.attune.task.PictureQuery;
import dev.attune.task.Ranking;
import dev.attune.task.SampleResult;
import dev.attune.task.TextQuery;
import dev.attune.vision.RgbImage;
import dev.attune.vision.SampleRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search whose models are loaded.
 *
 * @param picture the query; null where a text is
 * @param notes sentences on what was done to the query
 */
record OpenSearch(
    BankSubject bank,
    Encoder encoder,
    CaptionDataset set,
    CaptionIndex index,
    @Nullable RgbImage picture,
    List<String> notes)
    implements OpenQuestion {
  private static final int TOP = 12;

  @Override
  public boolean prepare() {
    return bank.prepare();
  }

  @Override
  public Subject subject() {
    return bank;
  }

  @Override
  public Query query(NDManager scope) {
    return picture == null
        ? TextQuery.of(bank.readers(0), encoder, scope)
        : new PictureQuery(picture, () -> SampleRandom.of(0, 0), encoder, scope);
  }

  @Override
  public Episode.Answer named(Answer answer) {
    List<SampleResult.Candidate> top = Ranking.top(answer, TOP, this::name);
    List<Integer> samples =
        picture == null
            ? Arrays.stream(Ranking.top(answer.scored().order(), TOP)).boxed().toList()
            : List.of();
    return new Episode.Answer(top.get(0).text(), top, samples);
  }

  @Override
  public NamedStep named(Step step) {
    return Ranking.named(step, this::name);
  }

  /** A text, or what is written of a picture. */
  private String name(int candidate) {
    return picture == null ? set.truth(candidate) : index.texts().get(candidate);
  }
}
