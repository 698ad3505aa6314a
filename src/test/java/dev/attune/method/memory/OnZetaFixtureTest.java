package dev.attune.method.memory;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.method.Adapter;
import dev.attune.method.GivenSubject;
import dev.attune.method.options.PromptSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Proxies and dual variables as the authors' program moves them. */
class OnZetaFixtureTest {
  @TempDir Path folder;

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("onzeta");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAndLearnsAsRecorded(Fixtures.Case recorded) {
    Fixtures.Tensors tensors = recorded.tensors();
    List<float[][]> pictures = Streams.pictures(tensors);
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = Streams.subject(manager, tensors, pictures.size());
      Adapter adapter = open(recorded, subject);
      Proxies proxies = (Proxies) adapter.state().orElseThrow();
      List<float[]> answers = new ArrayList<>();
      List<float[]> rho = new ArrayList<>();
      for (int i = 0; i < pictures.size(); i++) {
        answers.add(Streams.answer(subject, adapter, pictures.get(i)).after().scores());
        rho.add(proxies.rho().clone());
        String name = "w_after_%d".formatted(i + 1);
        if (tensors.has("out." + name)) {
          Streams.close(recorded, name, Streams.flat(List.of(proxies.proxies())));
        }
      }
      Streams.close(recorded, "output", Streams.flat(answers));
      Streams.best(recorded, "prediction", answers);
      Streams.close(recorded, "rho", Streams.flat(rho));
    }
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
    ProxyLearning learning =
        new ProxyLearning(
            given.get("alpha").asDouble(),
            given.get("beta").asDouble(),
            given.get("tau_t").asDouble(),
            given.get("tau_i").asDouble(),
            given.get("cw").asDouble(),
            given.get("cr").asDouble());
    return new OnZeta().open(subject, new OnZeta.Options(learning, PromptSpec.USUAL));
  }
}
