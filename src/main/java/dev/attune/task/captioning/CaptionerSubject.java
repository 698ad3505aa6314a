package dev.attune.task.captioning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.caption.Captioner;
import dev.attune.encoder.Encoder;
import dev.attune.method.Answer;
import dev.attune.method.Captioning;
import dev.attune.method.Judge;
import dev.attune.method.Query;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Views;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.model.caption.CaptionLoss;
import dev.attune.model.caption.LanguageText;
import dev.attune.model.lm.TokenRows;
import dev.attune.task.Encoders;
import dev.attune.vision.Preprocess;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A captioner with what it needs: its parts are loaded, and closed with it. */
public final class CaptionerSubject implements Captioning, AutoCloseable {
  /** The papers' search for a caption. */
  private static final int BEAMS = 5;

  private final Captioner captioner;
  private final NDManager manager;
  private final Function<RewardSpec, List<CaptionJudge>> judges;
  private final Runnable closing;

  /**
   * @param judges makes those of a reward
   * @param closing closes what is the captioner's own
   */
  public CaptionerSubject(
      Captioner captioner,
      NDManager manager,
      Function<RewardSpec, List<CaptionJudge>> judges,
      Runnable closing) {
    this.captioner = captioner;
    this.manager = manager;
    this.judges = judges;
    this.closing = closing;
  }

  /**
   * A captioner whose judges are models of a catalogue.
   *
   * @param text the language model's tokeniser, closed with the subject
   */
  static CaptionerSubject of(Captioner captioner, Encoders encoders, LanguageText text) {
    return new CaptionerSubject(
        captioner, encoders.manager(), reward -> judges(reward, captioner, encoders), text::close);
  }

  private static List<CaptionJudge> judges(
      RewardSpec reward, Captioner captioner, Encoders encoders) {
    Preprocess shown = captioner.clip().preprocess();
    return encoders.judges(
        reward,
        (name, encoder, weight) ->
            new ClipJudge(encoder, shown, encoder.tokenizer()::encode, weight));
  }

  Encoder encoder() {
    return captioner.clip();
  }

  @Override
  public NDManager manager() {
    return manager;
  }

  @Override
  public Answer answer(Query query) {
    return Scopes.call(
        () -> {
          NDArray prefix = prefix(embed(query.rows(Views.PLAIN))).squeeze(0);
          return new Answer.Caption(captions(prefix, BEAMS, 1).get(0).toLowerCase(Locale.ROOT));
        });
  }

  @Override
  public List<Parameter> mapping() {
    return captioner.mapping().parameters();
  }

  @Override
  public NDArray embed(NDArray images) {
    return captioner.clip().imageFeatures(images);
  }

  @Override
  public NDArray prefix(NDArray embedding) {
    return captioner.mapping().prefix(embedding);
  }

  @Override
  public List<String> captions(NDArray prefix, int beams, int count) {
    return captioner.captions(prefix, beams, count);
  }

  @Override
  public NDArray loss(NDArray prefix, List<String> captions, float[] rewards, boolean maskPadding) {
    List<long[]> tokens = captions.stream().map(captioner.text()::encode).toList();
    TokenRows rows = new TokenRows(tokens, captioner.text().paddingToken());
    return CaptionLoss.of(captioner.lm(), prefix, rows, rewards, maskPadding);
  }

  @Override
  public List<CaptionJudge> judges(RewardSpec reward) {
    return judges.apply(reward);
  }

  @Override
  public void close() {
    closing.run();
  }

  /**
   * An encoder that scores captions.
   *
   * @param shown how the pictures are preprocessed
   * @param tokenizer the ids of a text, from start to end token
   */
  public record ClipJudge(
      Encoder encoder, Preprocess shown, Function<String, long[]> tokenizer, double weight)
      implements CaptionJudge {

    @Override
    public NDArray imageFeatures(NDArray image) {
      return encoder.imageFeatures(image, shown);
    }

    @Override
    public NDArray scores(NDArray imageFeatures, List<String> captions) {
      NDManager manager = imageFeatures.getManager();
      long[][] tokens = captions.stream().map(tokenizer).toArray(long[][]::new);
      return Judge.scores(imageFeatures, encoder.textFeatures(manager, tokens));
    }
  }
}
