package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.PromptBatch;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.List;
import java.util.function.UnaryOperator;

/** Context vectors that all class prompts share (Zhou et al. 2022, CoOp; Shu et al. 2022). */
public final class TunedContexts implements Tuned {
  private final Encoder encoder;
  private final PromptBatch prompts;
  private final NDArray context;
  private final NDArray initialText;
  private final UnaryOperator<NDArray> scaling;

  /**
   * @param manager owns what this keeps
   * @param tokens N class prompts: start, placeholders for the context, class name, end
   * @param context initial context vectors (n_ctx, W); tuned in place
   */
  public TunedContexts(NDManager manager, Encoder encoder, long[][] tokens, NDArray context) {
    this.encoder = encoder;
    this.context = context;
    scaling = encoder.similarity().fixed();
    prompts = encoder.text().prompts(manager, tokens, (int) context.getShape().get(0));
    initialText = Nn.normalize(prompts.encode(context));
    initialText.attach(manager);
    context.setRequiresGradient(true);
  }

  @Override
  public List<Parameter> trainable() {
    return List.of(new Parameter("ctx", context));
  }

  @Override
  public NDArray prepare(NDArray rows) {
    return encoder.imageFeatures(rows);
  }

  @Override
  public Match initial(NDArray prepared) {
    return match(prepared, initialText);
  }

  @Override
  public Match tuning(NDArray prepared) {
    return match(prepared, Scopes.keep(() -> Nn.normalize(prompts.encode(context))));
  }

  private Match match(NDArray pictures, NDArray text) {
    return new Match(pictures, text, scaling);
  }
}
