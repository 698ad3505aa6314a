package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.method.Answer;
import dev.attune.method.Judge;
import dev.attune.method.Match;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.Tuned;
import dev.attune.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Tunes an encoder that picks among candidates, on the views of which it is most confident. */
final class ChoosingLearner implements Learner {
  private static final NDIndex FIRST = new NDIndex("0:1");

  private final Tuned tuned;
  private final List<Judge> judges;
  private final Gradient.Shown shown;
  private final Gradient.@Nullable ObjectiveOf objective;

  /**
   * @param objective null where no step is taken
   */
  ChoosingLearner(
      Tuned tuned,
      List<Judge> judges,
      Gradient.Shown shown,
      Gradient.@Nullable ObjectiveOf objective) {
    this.tuned = tuned;
    this.judges = List.copyOf(judges);
    this.shown = shown;
    this.objective = objective;
  }

  @Override
  public List<Parameter> state() {
    return tuned.state();
  }

  @Override
  public Answer answer(Query query) {
    NDArray plain = tuned.prepare(query.rows(shown.views())).get(FIRST);
    return Answer.Scores.logits(tuned.answer(plain).logits().toFloatArray());
  }

  @Override
  public Episode begin(Query query) {
    return new Choices(query);
  }

  private final class Choices implements Episode {
    private final NDArray prepared;
    private final NDArray plain;
    private final Selection selection;
    private final Answer before;
    private final Reading.Reader reader;

    Choices(Query query) {
      NDArray rows = query.rows(shown.views());
      prepared = tuned.prepare(rows);
      plain = prepared.get(FIRST);
      List<NDArray> judged =
          IntStream.range(0, judges.size()).mapToObj(j -> query.rows(j, shown.views())).toList();
      selection = new Selection(shown, objective, judges, judged, prepared);
      boolean together = objective != null && tuned.viewsInteract();
      Match unadapted = tuned.initial(together ? plain : prepared);
      NDArray initial = unadapted.logits();
      before =
          Answer.Scores.logits(
              Arrays.copyOf(initial.toFloatArray(), (int) initial.getShape().get(1)));
      if (!together) {
        selection.choose(initial);
      }
      reader = shown.answer().of(unadapted.queries());
    }

    @Override
    public Answer before() {
      return before;
    }

    @Override
    public List<Parameter> trainable() {
      return tuned.trainable();
    }

    @Override
    public boolean chosen() {
      return selection.made();
    }

    @Override
    public Descent.Loss loss() {
      Selection.Found found = selection.find(tuned);
      Objective.Outcome outcome = found.outcome();
      return new Descent.Loss(
          outcome.loss(), found.logits(), candidates(outcome, found.logits().getShape().get(0)));
    }

    private static List<List<Step.Candidate>> candidates(Objective.Outcome outcome, long views) {
      List<List<Step.Candidate>> all = new ArrayList<>();
      int k = outcome.candidates().length / (int) views;
      for (int from = 0; k > 0 && from < outcome.candidates().length; from += k) {
        List<Step.Candidate> ofView = new ArrayList<>();
        for (int i = from; i < from + k; i++) {
          ofView.add(
              new Step.Candidate(
                  outcome.candidates()[i], "", outcome.scores()[i], outcome.rewards()[i]));
        }
        all.add(List.copyOf(ofView));
      }
      return all;
    }

    @Override
    public Answer answer() {
      return Answer.Scores.logits(reader.read(tuned, prepared, plain));
    }

    @Override
    public void settle() {
      tuned.settle();
    }

    @Override
    public List<Integer> viewsKept() {
      return Arrays.stream(selection.selected()).boxed().toList();
    }
  }
}
