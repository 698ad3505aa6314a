package dev.attune.method.memory;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.method.Adapter;
import dev.attune.method.GivenSubject;
import dev.attune.method.Listener;
import dev.attune.method.StreamState;
import dev.attune.method.Trace;
import dev.attune.method.views.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A recorded stream of pictures. */
final class Streams {
  private Streams() {}

  /** The pictures of a case, each as its views' features. */
  static List<float[][]> pictures(Fixtures.Tensors tensors) {
    List<float[][]> pictures = new ArrayList<>();
    if (tensors.has("in.views")) {
      Fixtures.Tensor views = tensors.get("in.views");
      int count = (int) views.shape()[1];
      for (int i = 0; i < views.shape()[0]; i++) {
        pictures.add(GivenSubject.rows(views, i * count, count));
      }
    } else {
      for (float[] picture : GivenSubject.rows(tensors.get("in.image_features"))) {
        pictures.add(new float[][] {picture});
      }
    }
    return pictures;
  }

  static GivenSubject subject(NDManager manager, Fixtures.Tensors tensors, int length) {
    float scale = tensors.has("in.logit_scale") ? tensors.get("in.logit_scale").floats()[0] : 20;
    float[][] texts = GivenSubject.rows(tensors.get("in.text_features"));
    return GivenSubject.of(manager, texts, scale, length);
  }

  /** Answers to a whole stream, one after the other. */
  static List<float[]> answers(GivenSubject subject, Adapter adapter, List<float[][]> pictures) {
    return pictures.stream().map(p -> answer(subject, adapter, p).after().scores()).toList();
  }

  static Trace answer(GivenSubject subject, Adapter adapter, float[][] picture) {
    return adapter.adapt(List.of(subject.query(picture)), Listener.NONE).get(0);
  }

  static void close(Fixtures.Case recorded, String name, float[] actual) {
    assertClose(
        name,
        actual,
        recorded.tensors().get("out." + name).floats(),
        recorded.get("tolerance", "abs", name).asDouble(),
        0);
  }

  static float[] flat(List<float[]> rows) {
    int width = rows.get(0).length;
    float[] flat = new float[rows.size() * width];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = rows.get(i / width)[i % width];
    }
    return flat;
  }

  static void best(Fixtures.Case recorded, String name, List<float[]> scores) {
    long[] best = scores.stream().mapToLong(Host::best).toArray();
    assertThat(best).as(name).isEqualTo(recorded.tensors().get("out." + name).longs());
  }

  /**
   * A stream that is stopped after each picture, and goes on in another adapter, gives the same
   * answers to the last bit; started anew it does so again.
   */
  static void goesOn(
      GivenSubject subject, Function<GivenSubject, Adapter> open, List<float[][]> pictures, Path at)
      throws IOException {
    List<float[]> whole = answers(subject, open.apply(subject), pictures);
    Path file = at.resolve("state.safetensors");
    List<float[]> parts = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Adapter adapter = open.apply(subject);
      StreamState state = adapter.state().orElseThrow();
      if (i > 0) {
        state.load(file);
      }
      assertThat(state.seen()).isEqualTo(i);
      parts.add(answer(subject, adapter, pictures.get(i)).after().scores());
      Files.deleteIfExists(file);
      state.save(file);
    }
    assertThat(flat(parts)).isEqualTo(flat(whole));

    Adapter again = open.apply(subject);
    answers(subject, again, pictures);
    again.state().orElseThrow().restart();
    assertThat(flat(answers(subject, again, pictures))).isEqualTo(flat(whole));
  }

  /** The names of what was recorded after some samples, such as {@code after_13.}, by the count. */
  static List<Integer> recordedAfter(Fixtures.Tensors tensors) {
    return tensors.byName().keySet().stream()
        .filter(n -> n.startsWith("out.after_"))
        .map(n -> Integer.valueOf(n.substring("out.after_".length(), n.indexOf('.', 4))))
        .distinct()
        .sorted()
        .toList();
  }
}
