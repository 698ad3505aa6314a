package dev.attune.task.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.ContextVectors;
import dev.attune.encoder.Encoder;
import dev.attune.method.Chosen;
import dev.attune.method.Judge;
import dev.attune.method.Traits;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.tuned.TunedContexts;
import dev.attune.method.tuned.TunedLowRank;
import dev.attune.method.tuned.TunedNorms;
import dev.attune.method.tuned.TunedShift;
import dev.attune.method.tuned.TunedTower;
import dev.attune.prompt.Prompts;
import dev.attune.task.EncoderSubject;
import dev.attune.task.Encoders;
import dev.attune.task.FeatureBanks;
import dev.attune.task.Judges;
import dev.attune.weights.Matrices;
import dev.attune.weights.TensorSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An encoder among classes, whose texts are prompts: a method's own, or as the papers word them.
 */
final class ClassTexts extends EncoderSubject {
  private final ClassLibrary library;
  private final Encoders models;
  private final Asked asked;
  private final ClassFeatures features;
  private final @Nullable FeatureBanks banks;
  private @Nullable List<Prepared> judges;

  /**
   * What is asked of a model.
   *
   * @param classNames as they stand in a prompt, underscores allowed for blanks
   * @param queries how many pictures are asked about in all
   * @param kept whether the classes are a data set's, whose features are kept
   */
  record Asked(String model, Chosen<?> chosen, List<String> classNames, int queries, boolean kept) {
    Asked {
      classNames = List.copyOf(classNames);
    }
  }

  /** A judge whose features of the classes may not be there yet. */
  private record Prepared(Encoder encoder, ClassFeatures texts, double weight) {}

  ClassTexts(ClassLibrary library, NDManager manager, Encoder encoder, Asked asked) {
    super(encoder, manager);
    this.library = library;
    this.asked = asked;
    models = new Encoders(library.models(), manager);
    banks = asked.kept() ? new FeatureBanks(library.cache(), library.models(), manager) : null;
    features = features(asked.model(), encoder, PromptSpec.in(asked.chosen().options()).read());
  }

  private ClassFeatures features(String model, Encoder encoder, List<String> prompts) {
    Prompts texts = library.prompts().resolve(prompts);
    texts.cover(asked.classNames());
    return new ClassFeatures(encoder, manager(), texts, asked.classNames(), banks, model);
  }

  /**
   * Does the next piece of what must be there before the first picture.
   *
   * @return whether all is there
   */
  boolean prepare() {
    boolean learned = asked.chosen().traits().tunes() == Traits.Tunes.PROMPT;
    if (!learned && !features.advance()) {
      return false;
    }
    for (Prepared judge : prepared(asked.chosen().reward())) {
      if (!judge.texts().advance()) {
        return false;
      }
    }
    return true;
  }

  private List<Prepared> prepared(RewardSpec reward) {
    List<Prepared> known = judges;
    if (known == null) {
      List<String> own = reward.prompts();
      List<String> prompts = own == null ? PromptSpec.in(asked.chosen().options()).read() : own;
      known =
          models.judges(
              reward,
              (name, encoder, weight) ->
                  new Prepared(encoder, features(name, encoder, prompts), weight));
      judges = known;
    }
    return known;
  }

  @Override
  public OptionalInt queries() {
    return OptionalInt.of(asked.queries());
  }

  @Override
  public NDArray candidates() {
    return features.all();
  }

  @Override
  public List<NDArray> candidates(PromptSpec prompts) {
    return library.prompts().resolve(prompts.read()).all().stream()
        .map(
            prompt ->
                new ClassFeatures(
                        encoder(),
                        manager(),
                        new Prompts(List.of(prompt)),
                        asked.classNames(),
                        null,
                        asked.model())
                    .all())
        .toList();
  }

  @Override
  public Tuned tune(Tuning what) {
    if (what instanceof Tuning.Contexts contexts) {
      return contexts(contexts);
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

  private Tuned contexts(Tuning.Contexts start) {
    String template = Objects.requireNonNullElse(start.template(), PromptSpec.TEMPLATE);
    String vectors = start.contextVectors();
    if (vectors == null) {
      long[][] tokens = tokens(template);
      int words = length(template.replaceFirst("\\{}.*", "a")) - length("a");
      NDArray context = encoder().text().contextOf(manager(), tokens[0], words);
      return new TunedContexts(manager(), encoder(), tokens, context);
    }
    try (TensorSource source = models.catalog().weights(vectors)) {
      NDArray context = ContextVectors.read(source, encoder().text().width(), manager());
      // any word holds a vector's place
      String places = String.join(" ", Collections.nCopies((int) context.getShape().get(0), "a"));
      return new TunedContexts(manager(), encoder(), tokens(places + " {}."), context);
    }
  }

  /** How many tokens a text has, special ones included, and padding left out. */
  private int length(String text) {
    int most = encoder().contextLength();
    return IntStream.range(1, most)
        .filter(n -> !encoder().tokenizer().isCut(text, n))
        .findFirst()
        .orElse(most);
  }

  /** The class prompts, which begin with a context. */
  private long[][] tokens(String template) {
    Prompts prompts = library.prompts().resolve(List.of(template));
    return encoder()
        .tokenizer()
        .encodeAll(asked.classNames().stream().flatMap(c -> prompts.of(c).stream()).toList());
  }

  @Override
  public Map<String, float[][]> memory(String name) {
    try (TensorSource source = models.catalog().weights(name)) {
      return Matrices.of(source);
    }
  }

  @Override
  public List<Judge> judges(RewardSpec reward) {
    return prepared(reward).stream()
        .map(
            judge ->
                Judges.ofPictures(
                    judge.encoder(), encoder().preprocess(), judge.texts().all(), judge.weight()))
        .toList();
  }
}
