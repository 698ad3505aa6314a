package dev.attune.task.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ContextVectors;
import dev.attune.method.Judge;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.tuned.TunedContexts;
import dev.attune.method.tuned.TunedTower;
import dev.attune.task.ClipModels;
import dev.attune.task.EncoderSubject;
import dev.attune.task.Judges;
import dev.attune.weights.TensorSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An encoder among classes, whose texts are prompts as the papers word them. */
final class ClassTexts extends EncoderSubject {
  /** The prompt's words before the class name are the context vectors' start. */
  private static final String CONTEXT = "a photo of a";

  private final ClipModels models;
  private final String model;
  private final List<String> classNames;
  private @Nullable NDArray features;

  /**
   * @param classNames as they stand in a prompt, underscores allowed for blanks
   */
  ClassTexts(ClipModels models, String model, Clip clip, List<String> classNames) {
    super(clip, models.manager());
    this.models = models;
    this.model = model;
    this.classNames = List.copyOf(classNames);
  }

  @Override
  public NDArray candidates() {
    NDArray known = features;
    if (known == null) {
      known = clip().textFeatures(manager(), tokens(model, clip(), CONTEXT));
      features = known;
    }
    return known;
  }

  @Override
  public Tuned tune(Tuning what) {
    if (what instanceof Tuning.Contexts contexts) {
      return contexts(contexts.vectors());
    }
    if (what instanceof Tuning.Tower tower) {
      return new TunedTower(clip(), candidates(), tower);
    }
    throw new IllegalArgumentException("classes are no query whose text side could be tuned");
  }

  private Tuned contexts(@Nullable String vectors) {
    if (vectors == null) {
      long[][] tokens = tokens(model, clip(), CONTEXT);
      int words = CONTEXT.split(" ").length;
      NDArray context =
          clip().text().contextOf(manager(), Arrays.copyOfRange(tokens[0], 1, 1 + words));
      return new TunedContexts(manager(), clip(), tokens, context);
    }
    try (TensorSource source = models.catalog().weights(vectors)) {
      NDArray context = ContextVectors.read(source, clip().config().textWidth(), manager());
      // any word holds a vector's place
      String places = String.join(" ", Collections.nCopies((int) context.getShape().get(0), "a"));
      return new TunedContexts(manager(), clip(), tokens(model, clip(), places), context);
    }
  }

  @Override
  public List<Judge> judges(RewardSpec reward) {
    return models.judges(
        reward,
        (name, clip, weight) ->
            Judges.ofPictures(
                clip, clip.textFeatures(manager(), tokens(name, clip, CONTEXT)), weight));
  }

  /** The class prompts, which begin with a context. */
  private long[][] tokens(String name, Clip clip, String context) {
    return models.tokens(
        name,
        clip,
        classNames.stream().map(c -> "%s %s.".formatted(context, c.replace('_', ' '))).toList());
  }
}
