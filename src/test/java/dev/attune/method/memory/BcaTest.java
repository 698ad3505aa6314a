package dev.attune.method.memory;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.GivenSubject;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.ViewOptions;
import dev.attune.vision.Augmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two classes in the plane, by hand. */
class BcaTest {
  private static final float[][] TEXTS = {{1, 0}, {0, 1}};
  private static final float[][] PICTURE = {{0.8f, 0.6f}};
  private static final ViewOptions ONE = new ViewOptions(1, 1, 1, Augmentation.CROP);

  @TempDir Path folder;

  private static Adapter open(GivenSubject subject, double tau1, double tau2) {
    return new Bca().open(subject, new Bca.Options(ONE, 3, 1, tau1, tau2, PromptSpec.USUAL));
  }

  @Test
  void predictsFirstAndThenMovesTheNearestClass() {
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = GivenSubject.of(manager, TEXTS, 10, 2);
      Adapter adapter = open(subject, 0.05, 0.65);
      Posteriors posteriors = (Posteriors) adapter.state().orElseThrow();
      float p = (float) (1 / (1 + Math.exp(-2)));
      float[] first = Streams.answer(subject, adapter, PICTURE).after().scores();
      assertClose("first", first, new float[] {p, 1 - p}, 1e-6, 0);
      // (3 (1, 0) + (0.8, 0.6)) / 4, normalised
      double norm = Math.hypot(3.8, 0.6);
      float[] mean = {(float) (3.8 / norm), (float) (0.6 / norm)};
      assertClose("mean", posteriors.means()[0], mean, 1e-6, 0);
      assertThat(posteriors.means()[1]).containsExactly(TEXTS[1]);
      assertClose("prior", posteriors.priors()[0], new float[] {(1 + p) / 2, (1 - p) / 2}, 1e-6, 0);
      assertThat(posteriors.priors()[1]).containsExactly(0, 1);
    }
  }

  @Test
  void leavesThePriorsWhereNothingIsSure() {
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = GivenSubject.of(manager, TEXTS, 10, 2);
      Adapter adapter = open(subject, 0.05, 0.9);
      Streams.answer(subject, adapter, PICTURE);
      Posteriors posteriors = (Posteriors) adapter.state().orElseThrow();
      assertThat(posteriors.priors()[0]).containsExactly(1, 0);
    }
  }

  @Test
  void goesOnElsewhere() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = GivenSubject.of(manager, TEXTS, 10, 3);
      List<float[][]> pictures = List.of(PICTURE, new float[][] {{0.6f, 0.8f}}, PICTURE);
      Streams.goesOn(subject, s -> open(s, 0.05, 0.5), pictures, folder);
    }
  }
}
