package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Trace;
import dev.attune.problem.UnknownNameException;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.springframework.stereotype.Component;

/** Episodes with the models of the catalogue, opened for each anew. */
@Component
class PictureEpisodes implements Episodes {

  @Override
  public void run(Interactive task, Interactive.Decided what, EpisodeListener listener) {
    try (NDManager manager = NDManager.newBaseManager();
        OpenQuestion question = task.open(what, manager)) {
      while (!question.prepare()) {
        if (!listener.isWanted()) {
          throw new CancellationException("the answer is not wanted any more");
        }
      }
      try (Adapter adapter = what.chosen().open(question.subject());
          NDManager scope = manager.newSubManager()) {
        Teller teller = new Teller(question, listener);
        Trace trace = adapter.adapt(List.of(question.query(scope)), teller).get(0);
        teller.after(trace.after());
      }
    } catch (UnknownNameException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Puts what an adapter does into words, and tells a listener how an episode grows. */
  private static final class Teller implements Listener {
    private final OpenQuestion question;
    private final EpisodeListener listener;
    private Episode episode;

    Teller(OpenQuestion question, EpisodeListener listener) {
      this.question = question;
      this.listener = listener;
      episode = Episode.NONE.withNotes(question.notes());
    }

    @Override
    public void onStart(Answer before) {
      tell(episode.withBefore(question.named(before)));
    }

    @Override
    public void onStep(int step, Step result) {
      tell(episode.plus(question.named(result)));
    }

    void after(Answer answer) {
      tell(episode.withAfter(question.named(answer)));
    }

    private void tell(Episode next) {
      episode = next;
      listener.onChange(next);
    }

    @Override
    public boolean isWanted() {
      return listener.isWanted();
    }
  }
}
