package dev.attune.method.rlcf;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Captioning;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.model.Parameter;
import dev.attune.testing.GivenQuery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the options of captioning decide, beside the fixtures. */
class RlcfCaptionTest {

  @Test
  void theAnswerIsSearchedWithItsOwnBeams() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Recorded captioner = new Recorded(manager, new ArrayList<>());
      RlcfCaption.Options options =
          new RlcfCaption.Options(new Steps(0, 0, 0), 10, RewardSpec.NONE, false, 3, null);
      try (Adapter adapter = new RlcfCaption().open(captioner, options)) {
        Query query = new GivenQuery(manager.zeros(new Shape(1, 3, 2, 2)));
        Answer answer = adapter.adapt(List.of(query), Listener.NONE).get(0).after();
        assertThat(answer.caption()).isEqualTo("a caption");
        assertThat(captioner.beams()).containsExactly(3);
      }
    }
  }

  /** A captioner that writes down with how many beams it is asked to search. */
  private record Recorded(NDManager manager, List<Integer> beams) implements Captioning {
    @Override
    public Answer answer(Query query) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Parameter> mapping() {
      return List.of();
    }

    @Override
    public NDArray embed(NDArray images) {
      return images.getManager().zeros(new Shape(1, 4));
    }

    @Override
    public NDArray prefix(NDArray embedding) {
      return embedding.getManager().zeros(new Shape(1, 2, 4));
    }

    @Override
    public List<String> captions(NDArray prefix, int width, int count) {
      beams.add(width);
      return List.of("A caption");
    }

    @Override
    public NDArray loss(
        NDArray prefix, List<String> captions, float[] rewards, boolean maskPadding) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<CaptionJudge> judges(RewardSpec reward) {
      return List.of();
    }
  }
}
