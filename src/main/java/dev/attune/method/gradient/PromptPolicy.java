package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.PromptBatch;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.List;

/** Tunes context vectors that all class prompts share (Zhou et al. 2022, CoOp; Shu et al. 2022). */
public final class PromptPolicy implements Policy {
  private final Clip clip;
  private final PromptBatch prompts;
  private final NDArray context;
  private final NDArray initialText;
  private final float scale;

  /**
   * @param manager owns what the policy keeps
   * @param tokens N class prompts: start, placeholders for the context, class name, end
   * @param context initial context vectors (n_ctx, W); tuned in place
   */
  public PromptPolicy(NDManager manager, Clip clip, long[][] tokens, NDArray context) {
    this.clip = clip;
    this.context = context;
    this.scale = clip.logitScale();
    prompts = clip.text().prompts(manager, tokens, (int) context.getShape().get(0));
    initialText = Nn.normalize(prompts.encode(context));
    initialText.attach(manager);
    context.setRequiresGradient(true);
  }

  @Override
  public List<Parameter> trainable() {
    return List.of(new Parameter("ctx", context));
  }

  @Override
  public NDArray prepare(NDArray views) {
    return clip.imageFeatures(views);
  }

  @Override
  public NDArray initialLogits(NDArray prepared) {
    return Scopes.keep(() -> Nn.scale(prepared.matMul(initialText.transpose()), scale));
  }

  @Override
  public NDArray logits(NDArray prepared) {
    return Scopes.keep(
        () -> {
          NDArray text = Nn.normalize(prompts.encode(context));
          return Nn.scale(prepared.matMul(text.transpose()), scale);
        });
  }
}
