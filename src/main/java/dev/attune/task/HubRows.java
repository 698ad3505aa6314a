package dev.attune.task;

import dev.attune.method.Answer;
import dev.attune.metric.HubMemory;
import java.util.ArrayList;
import java.util.List;

/** The rows of one direction, which wait until their batch is full. */
final class HubRows {
  private final HubMemory memory;
  private final int batch;
  private final List<Row> waiting = new ArrayList<>();

  /** Scores of one query, which are corrected some time. */
  static final class Row {
    private Answer.Scores scores;
    private boolean done;

    Row(Answer.Scores scores, boolean done) {
      this.scores = scores;
      this.done = done;
    }

    Answer.Scores scores() {
      return scores;
    }

    boolean isDone() {
      return done;
    }
  }

  HubRows(HubMemory memory, int batch) {
    this.memory = memory;
    this.batch = batch;
  }

  /** Takes the next row in, and corrects its batch where it is the last of it. */
  void add(Row row) {
    waiting.add(row);
    if (waiting.size() == batch) {
      flush();
    }
  }

  /** Corrects what waits, though it is no whole batch. */
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    float[][] raw = waiting.stream().map(row -> row.scores().order()).toArray(float[][]::new);
    float[][] corrected = memory.corrected(raw);
    for (int i = 0; i < raw.length; i++) {
      Row row = waiting.get(i);
      if (corrected[i] != raw[i]) { // or it is returned as it was
        row.scores = Answer.Scores.logits(corrected[i]);
      }
      row.done = true;
    }
    waiting.clear();
  }

  /** Goes on from what was saved. */
  void restore(List<float[]> remembered, List<Row> rows) {
    memory.restore(remembered);
    waiting.clear();
    rows.stream().filter(row -> !row.isDone()).forEach(waiting::add);
  }

  List<float[]> remembered() {
    return memory.rows();
  }
}
