package dev.attune.testing;

import dev.attune.method.Chosen;
import dev.attune.task.Episode;
import dev.attune.task.Episode.Answer;
import dev.attune.task.EpisodeListener;
import dev.attune.task.Episodes;
import dev.attune.task.Interactive;
import dev.attune.task.NamedCandidate;
import dev.attune.task.NamedStep;
import dev.attune.task.SampleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Episodes whose answers are made up: the first label before, the last one after; one caption
 * before, another one after. Tests hook into their steps.
 */
public final class FakeEpisodes implements Episodes {
  public static final String BEFORE = "a thing on a table";
  public static final String AFTER = "a red car on a street";

  /** Called before a step, counted from 0. */
  @FunctionalInterface
  public interface Hook {
    void before(int step) throws Exception;
  }

  private static final Hook NOTHING = step -> {};

  private volatile Hook hook = NOTHING;

  public void beforeStep(Hook next) {
    hook = next;
  }

  public void reset() {
    hook = NOTHING;
  }

  @Override
  public void run(Interactive task, Interactive.Decided what, EpisodeListener listener) {
    switch (task.page()) {
      case "classify" -> classify(what, listener);
      case "caption" -> caption(what, listener);
      default -> search(what, listener);
    }
  }

  private void classify(Interactive.Decided request, EpisodeListener listener) {
    List<String> labels = Objects.requireNonNull(request.asked().labels());
    int k = Math.min(MadeMethods.number(request.chosen(), "sampleK"), labels.size());
    run(
        answer(labels.get(0), labels),
        labels.subList(0, k),
        answer(labels.get(labels.size() - 1), labels),
        request.chosen(),
        listener);
  }

  private void caption(Interactive.Decided request, EpisodeListener listener) {
    run(
        new Answer(BEFORE, List.of()),
        List.of(BEFORE, AFTER),
        new Answer(AFTER, List.of()),
        request.chosen(),
        listener);
  }

  private void search(Interactive.Decided request, EpisodeListener listener) {
    List<Integer> samples = request.asked().text() == null ? List.of() : List.of(3, 1);
    List<SampleResult.Candidate> top =
        List.of(new SampleResult.Candidate(BEFORE, 0.7), new SampleResult.Candidate(AFTER, 0.2));
    run(
        new Answer(BEFORE, top, samples),
        List.of(BEFORE, AFTER),
        new Answer(AFTER, top, samples),
        request.chosen(),
        listener);
  }

  private static Answer answer(String best, List<String> labels) {
    String other = labels.get(0).equals(best) ? labels.get(1) : labels.get(0);
    return new Answer(
        best,
        List.of(new SampleResult.Candidate(best, 0.7), new SampleResult.Candidate(other, 0.2)));
  }

  private void run(
      Answer before,
      List<String> sampled,
      Answer after,
      Chosen<?> method,
      EpisodeListener listener) {
    List<NamedStep> steps = new ArrayList<>();
    listener.onChange(new Episode(before, steps, null, List.of()));
    for (int s = 0; s < MadeMethods.number(method, "steps"); s++) {
      pause(s);
      checkWanted(listener);
      List<NamedCandidate> candidates = new ArrayList<>();
      for (int k = 0; k < sampled.size(); k++) {
        candidates.add(new NamedCandidate(sampled.get(k), 0.5 + 0.125 * k, k == 0 ? -0.25 : 0.25));
      }
      steps.add(new NamedStep(0.5, candidates));
      listener.onChange(new Episode(before, steps, null, List.of()));
    }
    checkWanted(listener);
    listener.onChange(new Episode(before, steps, after, List.of()));
  }

  private void pause(int step) {
    try {
      hook.before(step);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void checkWanted(EpisodeListener listener) {
    if (!listener.isWanted()) {
      throw new CancellationException();
    }
  }
}
