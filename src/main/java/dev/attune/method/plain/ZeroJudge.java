package dev.attune.method.plain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Judge;
import dev.attune.method.Method;
import dev.attune.method.Query;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.options.OneJudge;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.views.Forward;
import dev.attune.method.views.SeenViews;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import java.util.Arrays;

/**
 * ZERO with a judge: the policy says which views are kept, and the judge, which sees those alone,
 * votes (Farina et al. 2024, "ZERO + CLIP feedback").
 */
@AutoService(Method.class)
public final class ZeroJudge extends Forward<ZeroJudge.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Voting voting, OneJudge reward, @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "zero-judge";
  }

  @Override
  public String description() {
    return "Lets a judge vote on the views of which the model is most confident.";
  }

  @Override
  public Options defaults() {
    return new Options(Voting.PAPERS, OneJudge.UNNAMED, PromptSpec.USUAL);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.FORWARD.judged();
  }

  @Override
  public RewardSpec reward(Options options) {
    return options.reward().reward();
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    Judge judge = classes.judges(reward(options)).get(0);
    return options
        .voting()
        .open(
            classes,
            (query, seen, kept) ->
                Scopes.call(() -> cosines(judge, query, options.voting(), kept)));
  }

  private static float[][] cosines(Judge judge, Query query, Voting voting, int[] kept) {
    NDArray rows = query.rows(0, voting.views().made());
    long[] chosen = Arrays.stream(kept).asLongStream().toArray();
    NDArray index = Nn.fromHost(rows.getManager(), chosen, new Shape(chosen.length));
    NDArray features = judge.encoder().apply(rows.get(new NDIndex("{}", index)));
    return SeenViews.of(features, judge.candidates()).cosines();
  }
}
