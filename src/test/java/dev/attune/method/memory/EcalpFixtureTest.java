package dev.attune.method.memory;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.method.Adapter;
import dev.attune.method.GivenSubject;
import dev.attune.method.memory.LabelGraph.Edge;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.views.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The graph and its labels as the authors' program has them. */
class EcalpFixtureTest {
  @TempDir Path folder;

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("ecalp");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsRecorded(Fixtures.Case recorded) {
    Fixtures.Tensors tensors = recorded.tensors();
    List<float[][]> pictures = Streams.pictures(tensors);
    List<Integer> looks = Streams.recordedAfter(tensors);
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = Streams.subject(manager, tensors, pictures.size());
      Adapter adapter = open(recorded, subject);
      LabelGraph graph = (LabelGraph) adapter.state().orElseThrow();
      List<float[]> answers = new ArrayList<>();
      for (int i = 0; i < pictures.size(); i++) {
        answers.add(Streams.answer(subject, adapter, pictures.get(i)).after().scores());
        if (looks.contains(i + 1)) {
          graph(recorded, "after_%d.".formatted(i + 1), graph);
        }
      }
      Streams.close(recorded, "scores", Streams.flat(answers));
      Streams.best(recorded, "prediction", answers);
    }
  }

  private static void graph(Fixtures.Case recorded, String after, LabelGraph graph) {
    Fixtures.Tensor expected = recorded.tensors().get("out." + after + "neighbours");
    int classes = graph.last().labels()[0].length;
    List<Long> neighbours = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int node = 0; node < expected.shape()[0]; node++) {
      int from = node;
      Stream<Edge> pictures = graph.last().toPictures().stream().filter(e -> e.from() == from);
      pictures.forEach(
          e -> {
            neighbours.add((long) classes + e.to());
            weights.add(e.weight());
          });
      Stream<Edge> nearest = graph.last().toClasses().stream().filter(e -> e.from() == from);
      nearest.forEach(
          e -> {
            neighbours.add((long) e.to());
            weights.add(e.weight());
          });
    }
    assertThat(neighbours)
        .as(after + "neighbours")
        .isEqualTo(Arrays.stream(expected.longs()).boxed().toList());
    Streams.close(
        recorded, after + "weights", Host.floats(weights.stream().mapToDouble(w -> w).toArray()));
    Streams.close(
        recorded,
        after + "labels",
        Streams.flat(Arrays.stream(graph.last().labels()).map(Host::floats).toList()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnElsewhere(Fixtures.Case recorded) throws IOException {
    List<float[][]> pictures = Streams.pictures(recorded.tensors());
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = Streams.subject(manager, recorded.tensors(), pictures.size());
      Streams.goesOn(subject, s -> open(recorded, s), pictures, folder);
    }
  }

  private static Adapter open(Fixtures.Case recorded, GivenSubject subject) {
    JsonNode given = recorded.get("hyperparameters");
    Propagation how =
        new Propagation(
            given.get("k_text").asInt(),
            given.get("k_image").asInt(),
            given.get("gamma").asDouble(),
            given.get("alpha").asDouble(),
            given.get("num_iterations").asInt());
    return new Ecalp().open(subject, new Ecalp.Options(how, PromptSpec.USUAL));
  }
}
