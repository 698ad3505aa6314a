package dev.attune.method.plain;

import static dev.attune.FixtureArrays.clip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.Fixtures;
import dev.attune.encoder.Encoder;
import dev.attune.method.Adapter;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Trace;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.options.Views;
import dev.attune.task.FixedSubject;
import dev.attune.vision.Augmentation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mean of the most confident views, by hand. */
class VteTest {
  private static final double E = Math.sqrt(0.5);

  /** Four views in the plane: two of them clearly of the first class, one of the second. */
  private static final float[] VIEWS = {
    (float) E, (float) E, 1, 0, 0, 1, (float) 0.8, (float) 0.6,
  };

  @Test
  void comparesTheMeanOfTheConfidentViews() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder encoder = clip(manager, Fixtures.single("clip_vit").weights("clip"));
      NDArray texts = manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
      FixedSubject subject = new FixedSubject(encoder, manager, texts, List.of(), what -> null);
      ViewOptions shown = new ViewOptions(4, 0.75, 1, Augmentation.CROP);
      try (Adapter adapter = new Vte().open(subject, new Vte.Options(shown, PromptSpec.USUAL))) {
        Query query = new Seen(manager.create(VIEWS, new Shape(4, 2)));
        Trace trace = adapter.adapt(List.of(query), Listener.NONE).get(0);
        float scale = subject.scale();
        assertThat(trace.viewsKept()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(trace.before().scores())
            .containsExactly(new float[] {(float) E * scale, (float) E * scale}, within(1e-4f));
        assertThat(trace.after().scores())
            .containsExactly(new float[] {0.6f * scale, 1.6f / 3 * scale}, within(1e-4f));
        assertThat(trace.steps()).isEmpty();
      }
    }
  }

  /** A query whose features are given. */
  private record Seen(NDArray features) implements Query {
    @Override
    public NDArray rows(Views views) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NDArray rows(int judge, Views views) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NDArray features(Views views) {
      return features;
    }
  }
}
