package dev.attune.method.memory;

import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.StreamState;
import dev.attune.method.Trace;
import dev.attune.method.options.Views;
import dev.attune.method.views.SeenViews;
import java.util.List;
import java.util.Optional;

/** An adapter that answers from the views of a picture and from what it remembers. */
record Remembering(Choosing classes, Views views, HostState memory, Answers answers)
    implements Adapter {

  /** How it answers. */
  @FunctionalInterface
  interface Answers {

    /** Answers, and remembers the picture. */
    Remembered answer(SeenViews seen);
  }

  /**
   * @param kept the views that were chosen, most confident first
   */
  record Remembered(Answer.Scores scores, List<Integer> kept) {}

  @Override
  public List<Trace> adapt(List<? extends Query> batch, Listener listener) {
    return batch.stream().map(query -> adapt(query, listener)).toList();
  }

  private Trace adapt(Query query, Listener listener) {
    SeenViews seen = SeenViews.of(query, views, classes);
    Answer before = Answer.Scores.logits(seen.logits(0, classes.scale()));
    listener.onStart(before);
    Remembered after = answers.answer(seen);
    memory.count();
    return new Trace(before, after.scores(), after.kept(), List.of());
  }

  @Override
  public Optional<StreamState> state() {
    return Optional.of(memory);
  }
}
