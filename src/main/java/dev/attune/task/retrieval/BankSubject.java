package dev.attune.task.retrieval;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.Encoder;
import dev.attune.method.Judge;
import dev.attune.method.Question;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.tuned.TunedNorms;
import dev.attune.method.tuned.TunedTextSide;
import dev.attune.method.tuned.TunedTexts;
import dev.attune.method.tuned.TunedTower;
import dev.attune.task.EncoderSubject;
import dev.attune.task.FeatureBank;
import dev.attune.task.Judges;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** An encoder that ranks the texts or the pictures of a set, whose features are kept. */
final class BankSubject extends EncoderSubject {
  private final boolean ofText;
  private final FeatureBank bank;
  private final List<JudgeBank> judges;

  /** For each reader of the text queries, the adapted encoder first, their ids. */
  private final List<long[][]> readers = new ArrayList<>();

  /** A judge, and the features it compares queries with. */
  private record JudgeBank(Encoder encoder, FeatureBank bank, double weight) {}

  /**
   * Loads the judges.
   *
   * @param question whether texts or pictures are ranked
   * @param model name of the encoder
   * @param queries gives the ids of the text queries by an encoder's tokeniser
   */
  BankSubject(
      Question question,
      Shelf shelf,
      String model,
      Encoder encoder,
      RewardSpec reward,
      BiFunction<String, Encoder, long[][]> queries) {
    super(encoder, shelf.encoders().manager());
    ofText = question == Question.IMAGES_OF_TEXT;
    bank = bank(shelf, model, encoder);
    read(model, encoder, queries);
    judges =
        shelf
            .encoders()
            .judges(
                reward,
                (name, judge, weight) -> {
                  read(name, judge, queries);
                  return new JudgeBank(judge, bank(shelf, name, judge), weight);
                });
  }

  private FeatureBank bank(Shelf shelf, String name, Encoder encoder) {
    return ofText ? shelf.pictures(name, encoder) : shelf.texts(name, encoder);
  }

  private void read(String name, Encoder encoder, BiFunction<String, Encoder, long[][]> queries) {
    if (ofText) {
      readers.add(queries.apply(name, encoder));
    }
  }

  /** Computes the next features that are not there yet; says whether all are. */
  boolean prepare() {
    return bank.advance() && judges.stream().allMatch(j -> j.bank().advance());
  }

  /** A text query's ids, one row a reader. */
  List<long[]> readers(int query) {
    return readers.stream().map(ids -> ids[query]).toList();
  }

  @Override
  public NDArray candidates() {
    return bank.array(manager());
  }

  @Override
  public Tuned tune(Tuning what) {
    if (ofText && what instanceof Tuning.TextSide side) {
      return new TunedTextSide(encoder(), candidates(), side.lasting());
    }
    if (!ofText && what instanceof Tuning.Tower tower) {
      return new TunedTower(encoder(), candidates(), tower);
    }
    if (ofText && what instanceof Tuning.TextNorms) {
      return TunedTexts.norms(encoder(), candidates());
    }
    if (!ofText && what instanceof Tuning.Norms norms) {
      return new TunedNorms(encoder(), candidates(), norms);
    }
    throw new IllegalArgumentException(
        "a query that is a %s has nothing else to be tuned".formatted(ofText ? "text" : "picture"));
  }

  @Override
  public List<Judge> judges(RewardSpec reward) {
    return judges.stream().map(this::judge).toList();
  }

  private Judge judge(JudgeBank judge) {
    NDArray features = judge.bank().array(manager());
    return ofText
        ? Judges.ofTexts(judge.encoder(), features, judge.weight())
        : Judges.ofPictures(judge.encoder(), encoder().preprocess(), features, judge.weight());
  }
}
