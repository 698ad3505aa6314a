package dev.attune.task.retrieval;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Judge;
import dev.attune.method.Question;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.tuned.TunedTextSide;
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
  private record JudgeBank(Clip clip, FeatureBank bank, double weight) {}

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
      Clip clip,
      RewardSpec reward,
      BiFunction<String, Clip, long[][]> queries) {
    super(clip, shelf.clips().manager());
    ofText = question == Question.IMAGES_OF_TEXT;
    bank = bank(shelf, model, clip);
    read(model, clip, queries);
    judges =
        shelf
            .clips()
            .judges(
                reward,
                (name, judge, weight) -> {
                  read(name, judge, queries);
                  return new JudgeBank(judge, bank(shelf, name, judge), weight);
                });
  }

  private FeatureBank bank(Shelf shelf, String name, Clip clip) {
    return ofText ? shelf.pictures(name, clip) : shelf.texts(name, clip);
  }

  private void read(String name, Clip clip, BiFunction<String, Clip, long[][]> queries) {
    if (ofText) {
      readers.add(queries.apply(name, clip));
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
      return new TunedTextSide(clip(), candidates(), side.lasting());
    }
    if (!ofText && what instanceof Tuning.Tower tower) {
      return new TunedTower(clip(), candidates(), tower);
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
        ? Judges.ofTexts(judge.clip(), features, judge.weight())
        : Judges.ofPictures(judge.clip(), features, judge.weight());
  }
}
