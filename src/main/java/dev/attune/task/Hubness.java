package dev.attune.task;

import dev.attune.method.Answer;
import dev.attune.method.Question;
import dev.attune.method.Trace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Samples whose rows wait for those of others: they are given out in the order of their places,
 * each once all of its rows are corrected.
 */
final class Hubness implements Results {
  private final Map<Question, HubRows> directions;
  private final BiFunction<Integer, List<Answer.Scores>, SampleResult.Answer> answers;
  private final NavigableMap<Integer, Held> held = new TreeMap<>();
  private int begun;
  private int given;
  private int ahead;

  /**
   * A sample that waits.
   *
   * @param index within the set
   * @param result of one that was run
   * @param failure why it was not
   * @param rows its rows, none of what was left as it is
   */
  record Held(
      int index,
      @Nullable SampleResult result,
      @Nullable Exception failure,
      double millis,
      Map<Question, List<HubRows.Row>> rows) {

    boolean isDone() {
      return rows.values().stream().flatMap(List::stream).allMatch(HubRows.Row::isDone);
    }
  }

  /**
   * @param answers see {@link OpenTask#answer}
   */
  Hubness(
      Map<Question, HubRows> directions,
      BiFunction<Integer, List<Answer.Scores>, SampleResult.Answer> answers) {
    this.directions = new EnumMap<>(directions);
    this.answers = answers;
  }

  Map<Question, HubRows> directions() {
    return directions;
  }

  NavigableMap<Integer, Held> held() {
    return held;
  }

  /** The rows of the samples that wait, corrected or not. */
  List<HubRows.Row> waiting(Question question) {
    return held.values().stream()
        .flatMap(sample -> sample.rows().getOrDefault(question, List.of()).stream())
        .toList();
  }

  /** The place of the first sample of the order. */
  int first() {
    return begun;
  }

  /** One past the last sample that was given out; no sample where what came is lost. */
  int given() {
    return given;
  }

  /** One past the last sample that was run. */
  int ahead() {
    return ahead;
  }

  /** Goes on from there. */
  void goOn(int first, int from, int to) {
    begun = first;
    given = from;
    ahead = to;
  }

  /** Samples up to one are run and taken. */
  void ran(int to) {
    ahead = to;
  }

  /** A sample was broken off, which leaves its rows out for good. */
  void lose() {
    given = -1;
  }

  /** Forgets everything; the sample at a place comes next. */
  void restart(int first) {
    held.clear();
    directions.values().forEach(rows -> rows.restore(List.of(), List.of()));
    goOn(first, first, first);
  }

  /** Takes a sample with the rows that the method returned. */
  void take(SampleResult result, Map<Question, List<Trace>> traces) {
    Map<Question, List<HubRows.Row>> rows = new EnumMap<>(Question.class);
    if (result.adapted()) {
      traces.forEach(
          (question, own) ->
              rows.put(
                  question,
                  own.stream().map(t -> new HubRows.Row(t.after().scored(), false)).toList()));
    }
    held.put(result.place(), new Held(result.index(), result, null, result.millis(), rows));
    rows.forEach((question, own) -> own.forEach(of(question)::add));
  }

  private HubRows of(Question question) {
    HubRows rows = directions.get(question);
    if (rows == null) {
      throw new IllegalArgumentException(question + " is not asked");
    }
    return rows;
  }

  @Override
  public void failure(int place, int index, Exception reason, double millis) {
    held.put(place, new Held(index, null, reason, millis, Map.of()));
  }

  /** Takes one that has no rows. */
  @Override
  public void sample(SampleResult result) {
    take(result, Map.of());
  }

  @Override
  public void piece(TrainingResult result) {
    throw new IllegalStateException("a sample is no piece of a training");
  }

  /** No row comes any more. */
  void flush() {
    directions.values().forEach(HubRows::flush);
  }

  /** Gives out the samples before one that wait for nothing. */
  void give(int to, Results results) {
    while (!held.isEmpty() && held.firstKey() < to && held.firstEntry().getValue().isDone()) {
      Map.Entry<Integer, Held> first = held.pollFirstEntry();
      give(first.getKey(), first.getValue(), results);
      given = first.getKey() + 1;
    }
  }

  private void give(int place, Held sample, Results results) {
    SampleResult result = sample.result();
    if (result == null) {
      results.failure(place, sample.index(), failure(sample), sample.millis());
    } else if (sample.rows().isEmpty()) {
      results.sample(result);
    } else {
      List<Answer.Scores> rows = new ArrayList<>();
      sample.rows().values().forEach(own -> own.forEach(row -> rows.add(row.scores())));
      results.sample(result.answered(answers.apply(sample.index(), rows)));
    }
  }

  private static Exception failure(Held sample) {
    Exception failure = sample.failure();
    return failure == null ? new IllegalStateException("no result") : failure;
  }
}
