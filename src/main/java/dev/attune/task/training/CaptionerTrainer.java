package dev.attune.task.training;

import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetInfo;
import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.options.Rules;
import dev.attune.method.options.Whole;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.weights.WeightsException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What ClipCap and CapDec have in common: all but what they learn from.
 *
 * @param <O> its options
 */
public abstract class CaptionerTrainer<O extends Record> implements Trainer<O> {
  private static final String NAMED = "captioner";

  /** The kind of what is made. */
  public static final String KIND = "captioner";

  private static final String ADAPTED_BY = "rlcf-caption";
  private static final String LANGUAGE_MODEL = "icons-opt";

  /** The values that both have. */
  public abstract CaptionerOptions common(O options);

  /** Makes options of them, with the papers' own ones. */
  abstract O with(CaptionerOptions common);

  /** What is trained; with all captions that there are. */
  public abstract CaptionerTraining.Plan plan(TrainingSpec<O> spec);

  @Override
  public boolean accepts(DatasetInfo set) {
    return set.modality() == DatasetInfo.Modality.CAPTIONS;
  }

  @Override
  public O usual(Workshop shop, String model, UnaryOperator<@Nullable String> given) {
    String lm = Objects.requireNonNullElse(given.apply("languageModel"), LANGUAGE_MODEL);
    return with(CaptionerOptions.usual(model, lm, shop.hub().isBuiltIn(lm)));
  }

  @Override
  public String usualModel() {
    return "icons-clip-s";
  }

  @Override
  public String named() {
    return NAMED;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String makes(O options) {
    return common(options).captioner();
  }

  /** The scorer is only noted on the captioner's card. */
  @Override
  public Set<String> needs(O options) {
    return Set.of(common(options).languageModel());
  }

  @Override
  public void check(TrainingSpec<O> spec, Rules rules) {
    CaptionerOptions options = common(spec.options());
    spec.shop().checkFree(NAMED, options.captioner(), rules);
    try (LmCheckpoint lm = spec.shop().hub().catalog().languageModel(options.languageModel())) {
      int most = lm.config().positions() - 2;
      rules.require(options.prefixLength() <= most, "prefixLength", Whole.Validator.words(1, most));
    }
  }

  /**
   * What a captioner's card holds beside the usual. What adapts one well depends on the models that
   * it stands between: the values are those of a captioner between the same ones, where there is
   * one.
   */
  public static Map<String, Object> card(CaptionerParts parts, ModelCatalog models) {
    Map<String, Object> adapts =
        models.list().stream()
            .filter(m -> parts.equals(m.captioner()) && m.defaults().containsKey(ADAPTED_BY))
            .findFirst()
            .map(m -> m.defaults().get(ADAPTED_BY))
            .orElse(Map.of());
    return Map.of("captioner", parts, "defaults", Map.of(ADAPTED_BY, adapts));
  }

  @Override
  public int pieces(TrainingSpec<O> spec) {
    CaptionerTraining.Plan plan = plan(spec);
    try {
      TrainingCaptions captions = TrainingCaptions.of(data(spec), spec.limit(), plan.examples());
      return CaptionerTrainingRun.pieces(captions, plan);
    } catch (UnknownNameException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  private CaptionDataset data(TrainingSpec<O> spec) {
    return spec.shop().datasets().captions(spec.dataset());
  }

  @Override
  public TaskRun open(TrainingSpec<O> spec) {
    try {
      return new CaptionerTrainingRun(
          makes(spec.options()), plan(spec), spec.limit(), data(spec), spec.shop());
    } catch (UnknownNameException | WeightsException | IllegalArgumentException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }
}
