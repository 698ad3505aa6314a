package dev.attune.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.attune.FixtureArrays;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class NnTest {

  /** Values that came from Java must outlive their buffers while a graph needs them. */
  @Test
  void gradientsSurviveTheGarbageCollector() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.ones(new Shape(1000));
      x.setRequiresGradient(true);
      for (int i = 0; i < 5; i++) {
        Scopes.run(
            () -> {
              try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
                NDArray loss =
                    Scopes.keep(
                        () -> {
                          NDArray host = Nn.fromHost(manager, new float[1000], new Shape(1000));
                          return Nn.scale(x, 3).mul(host.add(2)).sum();
                        });
                churn();
                gradients.backward(loss);
                assertThat(x.getGradient().toFloatArray()).containsOnly(6);
                x.getGradient().subi(x.getGradient());
              }
            });
      }
    }
  }

  /** Gives freed direct buffers back and has their memory used again. */
  private static void churn() {
    System.gc();
    for (int i = 0; i < 2000; i++) {
      ByteBuffer.allocateDirect(i % 5000 + 1).put(0, (byte) 77);
    }
  }

  @Test
  void causalMaskHidesWhatFollows() {
    try (NDManager manager = NDManager.newBaseManager()) {
      float off = Float.NEGATIVE_INFINITY;
      assertThat(Nn.causalMask(manager, 3).toFloatArray())
          .containsExactly(0, off, off, 0, 0, off, 0, 0, 0);
    }
  }

  @Test
  void normalisedRowsHaveLengthOne() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray rows = Nn.normalize(manager.create(new float[] {3, 4, 0, 5}, new Shape(2, 2)));
      FixtureArrays.assertClose(
          "rows", rows.toFloatArray(), new float[] {0.6f, 0.8f, 0, 1}, 1e-6, 0);
    }
  }
}
