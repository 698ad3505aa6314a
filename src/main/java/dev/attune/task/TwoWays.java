package dev.attune.task;

import dev.attune.method.Answer;
import dev.attune.method.Chosen;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The two questions about things and their texts: which texts has a thing, and which thing has a
 * text. Those are asked to which a method adapts; the others are answered by the model as it is. A
 * sample is a thing with its own texts.
 *
 * @param <S> what is adapted for a question
 */
public final class TwoWays<S extends Subject> {
  private final Question ofThing;
  private final Question ofText;
  private final Map<Question, S> subjects = new EnumMap<>(Question.class);

  /**
   * @param ofThing asked of a thing, to which texts are the answers
   * @param ofText asked of each text, to which things are
   * @param open gives what is adapted for a question
   */
  public TwoWays(Question ofThing, Question ofText, Chosen<?> chosen, Function<Question, S> open) {
    this.ofThing = ofThing;
    this.ofText = ofText;
    if (chosen.traits().adapts()) {
      Stream.of(ofThing, ofText)
          .filter(chosen.answers()::contains)
          .forEach(question -> subjects.put(question, open.apply(question)));
    }
  }

  /** What is asked, in the order in which a sample's rows and traces come. */
  public List<Question> questions() {
    return List.copyOf(subjects.keySet());
  }

  public Collection<S> subjects() {
    return subjects.values();
  }

  /**
   * What is adapted for a question.
   *
   * @throws IllegalArgumentException when it is not asked
   */
  public S subject(Question question) {
    S subject = subjects.get(question);
    if (subject == null) {
      throw new IllegalArgumentException(question + " is not asked");
    }
    return subject;
  }

  public boolean asksOfThings() {
    return subjects.containsKey(ofThing);
  }

  public boolean asksOfTexts() {
    return subjects.containsKey(ofText);
  }

  /** The queries of a sample with so many texts of its own; at least 1. */
  public int queries(int texts) {
    return Math.max(1, (asksOfThings() ? 1 : 0) + (asksOfTexts() ? texts : 0));
  }

  /**
   * The steps of a sample's last question, with what they sampled in words.
   *
   * @param texts of the sample's own
   */
  public List<NamedStep> steps(
      List<Trace> traces, int texts, IntFunction<String> thing, IntFunction<String> text) {
    if (asksOfTexts()) {
      return Ranking.named(traces.get(traces.size() - texts), thing);
    }
    return asksOfThings() ? Ranking.named(traces.get(0), text) : List.of();
  }

  /**
   * The scores of both ways.
   *
   * @param ofThing of all texts, for the thing
   * @param ofTexts of all things, for each of its own texts
   */
  public record Scores(Answer.Scores ofThing, List<Answer.Scores> ofTexts) {}

  /**
   * Both ways' scores of a sample.
   *
   * @param rows of the questions that are asked, in their order
   * @param usual the model's own, for those that are not
   */
  public Scores scores(
      List<Answer.Scores> rows,
      Supplier<Answer.Scores> usual,
      Supplier<List<Answer.Scores>> usualOfTexts) {
    int ofTexts = asksOfThings() ? 1 : 0;
    return new Scores(
        asksOfThings() ? rows.get(0) : usual.get(),
        asksOfTexts() ? rows.subList(ofTexts, rows.size()) : usualOfTexts.get());
  }
}
