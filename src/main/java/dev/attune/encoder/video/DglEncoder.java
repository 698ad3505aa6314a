package dev.attune.encoder.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.Similarity;
import dev.attune.encoder.VideoEncoder;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.vision.Preprocess;
import java.util.List;

/**
 * DGL as an encoder of videos. Its prompts are made once, and may be tuned as they were made: what
 * makes them stays as it is.
 */
public final class DglEncoder implements VideoEncoder {
  private final Dgl dgl;
  private final VideoFeature feature;
  private final DglPrompts prompts;

  /**
   * @param manager owns the prompts
   */
  public DglEncoder(Dgl dgl, VideoFeature feature, NDManager manager) {
    this.dgl = dgl;
    this.feature = feature;
    DglPrompts made = dgl.prompts();
    prompts =
        new DglPrompts(
            own(made.text(), manager), own(made.globals(), manager), own(made.frames(), manager));
  }

  /** A copy that is no part of what made it. */
  private static NDArray own(NDArray made, NDManager manager) {
    NDArray copy = made.duplicate();
    copy.attach(manager);
    return copy;
  }

  @Override
  public Encoder encoder() {
    return dgl.clip();
  }

  @Override
  public Similarity similarity() {
    return new Similarity() {
      @Override
      public float scale() {
        return dgl.scale();
      }

      @Override
      public float bias() {
        return 0;
      }

      @Override
      public NDArray logits(NDArray cosines) {
        return Nn.scale(cosines, scale());
      }
    };
  }

  @Override
  public int rows(int frames) {
    dgl.config().checkFrames(frames);
    return 1;
  }

  @Override
  public NDArray rows(NDArray frames, Preprocess shown) {
    return Scopes.keep(
        () -> {
          NDArray fitted = dgl.clip().fitted(frames, shown);
          return Nn.normalize(dgl.video(fitted.expandDims(0), prompts, feature));
        });
  }

  @Override
  public NDArray textFeatures(NDManager manager, long[][] tokens) {
    return Scopes.keep(() -> Nn.normalize(dgl.text(manager, tokens, prompts)));
  }

  @Override
  public List<Parameter> textPrompts() {
    return List.of(new Parameter("text prompts", prompts.text()));
  }

  @Override
  public List<Parameter> videoPrompts() {
    return List.of(
        new Parameter("global prompts", prompts.globals()),
        new Parameter("frame prompts", prompts.frames()));
  }

  @Override
  public String shape() {
    return "%s %s %s".formatted(dgl.clip().shape(), dgl.config(), feature);
  }
}
