package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.Answer;
import dev.attune.method.Question;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is remembered against hubs, the samples that wait, and what the method itself learned, in
 * one file.
 *
 * @param learned of the method; empty where it learns nothing
 * @param manager parent of scratch space
 */
record HubnessChain(Hubness hubness, Optional<StreamChain> learned, NDManager manager)
    implements Chain {
  private static final String COUNTERS = "hubness.counters";
  private static final String WAITING = "hubness.waiting";
  private static final String LEARNED = "hubness.learned";
  private static final String ROWS = "hubness.rows.";
  private static final String MEMORY = "hubness.memory.";

  /**
   * A sample that waits, without its rows.
   *
   * @param done for each of its rows, whether it is corrected
   */
  private record Kept(
      int place,
      int index,
      @Nullable SampleResult result,
      @Nullable String failure,
      double millis,
      Map<Question, List<Boolean>> done) {}

  /** All that wait. */
  private record Waiting(List<Kept> samples) {}

  @Override
  public int first() {
    return hubness.first();
  }

  @Override
  public int next() {
    return hubness.given();
  }

  @Override
  public void restart(int first) {
    hubness.restart(first);
    learned.ifPresent(chain -> chain.restart(first));
  }

  @Override
  public void save(Path file) throws IOException {
    try (NDManager scratch = manager.newSubManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      long[] counters = {hubness.first(), hubness.given(), hubness.ahead()};
      tensors.put(COUNTERS, scratch.create(counters, new Shape(counters.length)));
      byte[] waiting = JsonMapper.shared().writeValueAsBytes(waiting());
      tensors.put(WAITING, bytes(scratch, waiting));
      hubness
          .directions()
          .forEach(
              (question, rows) -> {
                put(scratch, tensors, MEMORY + question, rows.remembered());
                put(
                    scratch,
                    tensors,
                    ROWS + question,
                    hubness.waiting(question).stream().map(row -> row.scores().order()).toList());
              });
      if (learned.isPresent()) {
        tensors.put(LEARNED, learned(scratch, file.resolveSibling(file.getFileName() + ".own")));
      }
      SafetensorsWriter.write(file, tensors, DataType.FLOAT32);
    }
  }

  private Waiting waiting() {
    List<Kept> samples = new ArrayList<>();
    hubness
        .held()
        .forEach(
            (place, sample) -> {
              Map<Question, List<Boolean>> done = new EnumMap<>(Question.class);
              sample
                  .rows()
                  .forEach(
                      (q, rows) -> done.put(q, rows.stream().map(HubRows.Row::isDone).toList()));
              Exception failure = sample.failure();
              String reason = failure == null ? null : String.valueOf(failure.getMessage());
              samples.add(
                  new Kept(place, sample.index(), sample.result(), reason, sample.millis(), done));
            });
    return new Waiting(samples);
  }

  private NDArray learned(NDManager scratch, Path own) throws IOException {
    learned.orElseThrow().save(own);
    try {
      return bytes(scratch, Files.readAllBytes(own));
    } finally {
      Files.delete(own);
    }
  }

  private static NDArray bytes(NDManager scratch, byte[] content) {
    return scratch.create(ByteBuffer.wrap(content), new Shape(content.length), DataType.UINT8);
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return bytes;
  }

  private static void put(
      NDManager scratch, Map<String, NDArray> tensors, String name, List<float[]> rows) {
    if (!rows.isEmpty()) {
      tensors.put(name, scratch.create(rows.toArray(float[][]::new)));
    }
  }

  @Override
  public void load(Path file) throws IOException {
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      if (learned.isPresent()) {
        Path own = file.resolveSibling(file.getFileName() + ".own");
        try {
          Files.write(own, bytes(saved.read(LEARNED)));
          learned.get().load(own);
        } finally {
          Files.deleteIfExists(own);
        }
      }
      hubness.restart(hubness.first());
      take(JsonMapper.shared().readValue(bytes(saved.read(WAITING)), Waiting.class), saved);
      ByteBuffer counters = saved.read(COUNTERS);
      hubness.goOn(
          (int) counters.getLong(0),
          (int) counters.getLong(Long.BYTES),
          (int) counters.getLong(2 * Long.BYTES));
    } catch (RuntimeException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  private void take(Waiting waiting, SafetensorsFile saved) {
    Map<Question, Iterator<float[]>> scores = new EnumMap<>(Question.class);
    for (Question question : hubness.directions().keySet()) {
      scores.put(question, rows(saved, ROWS + question).iterator());
    }
    for (Kept kept : waiting.samples()) {
      Map<Question, List<HubRows.Row>> rows = new EnumMap<>(Question.class);
      kept.done()
          .forEach(
              (question, done) ->
                  rows.put(
                      question,
                      done.stream()
                          .map(d -> new HubRows.Row(next(saved, scores.get(question)), d))
                          .toList()));
      Exception failure = kept.failure() == null ? null : new TaskException(kept.failure());
      hubness
          .held()
          .put(
              kept.place(),
              new Hubness.Held(kept.index(), kept.result(), failure, kept.millis(), rows));
    }
    hubness
        .directions()
        .forEach(
            (question, rows) ->
                rows.restore(rows(saved, MEMORY + question), hubness.waiting(question)));
  }

  private static Answer.Scores next(SafetensorsFile saved, @Nullable Iterator<float[]> scores) {
    if (scores == null || !scores.hasNext()) {
      throw new WeightsException(saved.origin(), "has fewer rows than it says");
    }
    return Answer.Scores.logits(scores.next());
  }

  private static List<float[]> rows(SafetensorsFile saved, String name) {
    TensorInfo info = saved.tensors().get(name);
    if (info == null) {
      return List.of();
    }
    float[][] rows = new float[(int) info.shape().get(0)][(int) info.shape().get(1)];
    FloatBuffer values = saved.read(name).asFloatBuffer();
    Arrays.stream(rows).forEach(values::get);
    return List.of(rows);
  }
}
