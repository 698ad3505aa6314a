package dev.attune.task.training;

import com.google.auto.service.AutoService;
import dev.attune.dataset.DatasetInfo;
import dev.attune.method.options.Rules;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.train.DglOptions;
import dev.attune.train.DglTraining;
import dev.attune.weights.WeightsException;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** DGL (Yang et al. 2024, arXiv 2401.10588; ALGORITHMS 5). */
@AutoService(Trainer.class)
public final class DglTrainer implements Trainer<DglOptions> {
  /** The kind of what is made. */
  public static final String KIND = "dgl";

  private static final String NAMED = "prompts";

  @Override
  public String id() {
    return KIND;
  }

  @Override
  public String description() {
    return "Trains prompts that make a frozen CLIP an encoder of videos.";
  }

  @Override
  public Class<DglOptions> options() {
    return DglOptions.class;
  }

  @Override
  public boolean accepts(DatasetInfo set) {
    return set.modality() == DatasetInfo.Modality.VIDEOS;
  }

  /** The paper's, or what suits a small CLIP. */
  @Override
  public DglOptions usual(Workshop shop, String model, UnaryOperator<@Nullable String> given) {
    return DglOptions.usual(shop.hub().isBuiltIn(model));
  }

  @Override
  public String usualModel() {
    return "icons-clip-motion";
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
  public String makes(DglOptions options) {
    return options.prompts();
  }

  @Override
  public Set<String> needs(DglOptions options) {
    return Set.of();
  }

  @Override
  public void check(TrainingSpec<DglOptions> spec, Rules rules) {
    DglOptions options = spec.options();
    spec.shop().checkFree(NAMED, options.prompts(), rules);
    try {
      parts(spec);
    } catch (UnknownNameException e) {
      rules.broken("validation", String.valueOf(e.getMessage()));
    } catch (TaskException e) {
      // said of the limit, by whoever counts the pieces
    }
    if (!spec.shop()
        .hub()
        .catalog()
        .find(spec.model())
        .filter(m -> m.kind().is("clip"))
        .isPresent()) {
      rules.broken(MODEL, "%s is no CLIP, which DGL's prompts need".formatted(spec.model()));
      return;
    }
    try {
      options.check(spec.shop().hub().catalog().files(spec.model()), rules);
    } catch (IllegalArgumentException e) {
      rules.broken(MODEL, "%s: %s".formatted(spec.model(), e.getMessage()));
    }
  }

  @Override
  public int pieces(TrainingSpec<DglOptions> spec) {
    try {
      VideoParts parts = parts(spec);
      return DglTraining.pieces(
          spec.options().recipe(spec.seed()), parts.training(), parts.validation());
    } catch (UnknownNameException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  static VideoParts parts(TrainingSpec<DglOptions> spec) {
    return VideoParts.of(
        spec.shop().datasets(), spec.dataset(), spec.limit(), spec.options().validation());
  }

  @Override
  public TaskRun open(TrainingSpec<DglOptions> spec) {
    try {
      return new DglTrainingRun(spec);
    } catch (UnknownNameException | WeightsException | IllegalArgumentException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }
}
