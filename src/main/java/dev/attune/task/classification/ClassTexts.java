package dev.attune.task.classification;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.ContextVectors;
import dev.attune.encoder.Encoder;
import dev.attune.method.Judge;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.tuned.TunedContexts;
import dev.attune.method.tuned.TunedLowRank;
import dev.attune.method.tuned.TunedNorms;
import dev.attune.method.tuned.TunedShift;
import dev.attune.method.tuned.TunedTower;
import dev.attune.model.Scopes;
import dev.attune.task.EncoderSubject;
import dev.attune.task.Encoders;
import dev.attune.task.Judges;
import dev.attune.weights.Matrices;
import dev.attune.weights.TensorSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An encoder among classes, whose texts are prompts as the papers word them. */
final class ClassTexts extends EncoderSubject {
  /** The prompt's words before the class name are the context vectors' start. */
  private static final String CONTEXT = "a photo of a";

  private final Encoders models;
  private final List<String> classNames;
  private final int queries;
  private @Nullable NDArray features;

  /**
   * @param classNames as they stand in a prompt, underscores allowed for blanks
   * @param queries how many pictures are asked about in all
   */
  ClassTexts(Encoders models, Encoder encoder, List<String> classNames, int queries) {
    super(encoder, models.manager());
    this.models = models;
    this.classNames = List.copyOf(classNames);
    this.queries = queries;
  }

  @Override
  public OptionalInt queries() {
    return OptionalInt.of(queries);
  }

  @Override
  public NDArray candidates() {
    NDArray known = features;
    if (known == null) {
      known =
          Scopes.lasting(manager(), encoder().textFeatures(manager(), tokens(encoder(), CONTEXT)));
      features = known;
    }
    return known;
  }

  @Override
  public NDArray candidates(String template) {
    List<String> prompts =
        classNames.stream().map(c -> template.replace("{}", c.replace('_', ' '))).toList();
    return encoder().textFeatures(manager(), encoder().tokenizer().encodeAll(prompts));
  }

  @Override
  public Tuned tune(Tuning what) {
    if (what instanceof Tuning.Contexts contexts) {
      return contexts(contexts.contextVectors());
    }
    if (what instanceof Tuning.Tower tower) {
      return new TunedTower(encoder(), candidates(), tower);
    }
    if (what instanceof Tuning.Shift shift) {
      Encoder encoder = encoder();
      return new TunedShift(
          manager(), candidates(), shift, encoder::imageFeatures, encoder.similarity().fixed());
    }
    if (what instanceof Tuning.Norms norms) {
      return new TunedNorms(encoder(), candidates(), norms);
    }
    if (what instanceof Tuning.LowRank terms) {
      return TunedLowRank.of(manager(), encoder(), candidates(), terms);
    }
    throw new IllegalArgumentException("classes are no query whose text side could be tuned");
  }

  private Tuned contexts(@Nullable String vectors) {
    if (vectors == null) {
      long[][] tokens = tokens(encoder(), CONTEXT);
      int words = CONTEXT.split(" ").length;
      NDArray context = encoder().text().contextOf(manager(), tokens[0], words);
      return new TunedContexts(manager(), encoder(), tokens, context);
    }
    try (TensorSource source = models.catalog().weights(vectors)) {
      NDArray context = ContextVectors.read(source, encoder().text().width(), manager());
      // any word holds a vector's place
      String places = String.join(" ", Collections.nCopies((int) context.getShape().get(0), "a"));
      return new TunedContexts(manager(), encoder(), tokens(encoder(), places), context);
    }
  }

  @Override
  public Map<String, float[][]> memory(String name) {
    try (TensorSource source = models.catalog().weights(name)) {
      return Matrices.of(source);
    }
  }

  @Override
  public List<Judge> judges(RewardSpec reward) {
    return models.judges(
        reward,
        (name, encoder, weight) ->
            Judges.ofPictures(
                encoder,
                encoder().preprocess(),
                encoder.textFeatures(manager(), tokens(encoder, CONTEXT)),
                weight));
  }

  /** The class prompts, which begin with a context. */
  private long[][] tokens(Encoder encoder, String context) {
    return encoder
        .tokenizer()
        .encodeAll(
            classNames.stream()
                .map(c -> "%s %s.".formatted(context, c.replace('_', ' ')))
                .toList());
  }
}
