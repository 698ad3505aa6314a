package dev.attune.method.gradient;

import static dev.attune.FixtureArrays.clip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.Fixtures;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Judge;
import dev.attune.method.Listener;
import dev.attune.method.Method;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Step;
import dev.attune.method.StreamState;
import dev.attune.method.Trace;
import dev.attune.method.Traits;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.entropy.Ttl;
import dev.attune.method.norm.Watt;
import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.TunedParameters;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.rlcf.Rewarded;
import dev.attune.method.rlcf.RlcfTune;
import dev.attune.method.tuned.TunedContexts;
import dev.attune.method.tuned.TunedLowRank;
import dev.attune.method.tuned.TunedNorms;
import dev.attune.method.tuned.TunedShift;
import dev.attune.method.tuned.TunedTower;
import dev.attune.model.Nn;
import dev.attune.spec.Methods;
import dev.attune.task.FixedSubject;
import dev.attune.task.Judges;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.ReadQuery;
import dev.attune.vision.Augmentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every method on both kinds of tower: no array and no change is left behind by a sample. */
class MethodsLeaveNothingTest {
  private static final int VIEWS = 6;
  private static final int SAMPLES = 4;
  private static final Steps STEPS = new Steps(2, 1e-3, 5e-4);
  private static final ViewOptions SHOWN = new ViewOptions(VIEWS, 0.5, 1, Augmentation.CROP);
  private static final Rewarded REWARDED =
      new Rewarded(3, TuningFixture.reward(true, true, RewardSpec.Scope.BATCH), 0.1);

  static List<Arguments> methods() {
    List<Arguments> all = new ArrayList<>();
    for (String tower : List.of("clip_vit", "clip_resnet")) {
      Facts.Tower kind = tower.equals("clip_vit") ? Facts.Tower.TRANSFORMER : Facts.Tower.RESNET;
      for (Method<?> method : new Methods(Path.of("none")).list()) {
        if (method.answers().contains(Question.CLASS_OF_IMAGE)
            || method.answers().contains(Question.TEXTS_OF_IMAGE)) {
          Chosen<?> quick = quick(method);
          if (!MadeMethods.refuses(quick, kind)) {
            all.add(Arguments.of(tower, quick)); // the others' queries are no views
          }
        }
      }
      for (BatchNormSpec.Statistics statistics : BatchNormSpec.Statistics.values()) {
        BatchNormSpec norm = new BatchNormSpec(statistics, 16);
        for (TunedParameters parameters : TunedParameters.values()) {
          all.add(Arguments.of(tower, tune(new TowerOptions(parameters, norm), null)));
        }
        MomentumSpec momentum = new MomentumSpec(0.5, 2, 0.5);
        all.add(Arguments.of(tower, tune(new TowerOptions(TunedParameters.ALL, norm), momentum)));
      }
    }
    return all;
  }

  private static Chosen<?> tune(TowerOptions tower, @Nullable MomentumSpec momentum) {
    return new Chosen<>(
        new RlcfTune(), new RlcfTune.Options(STEPS, SHOWN, REWARDED, tower, momentum));
  }

  /** A method with few views and steps, and a judge's name where it wants one. */
  private static <O extends Record> Chosen<O> quick(Method<O> method) {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode options = mapper.valueToTree(method.defaults());
    ObjectNode values = mapper.valueToTree(STEPS);
    values.setAll(mapper.<ObjectNode>valueToTree(SHOWN));
    values.setAll(mapper.<ObjectNode>valueToTree(REWARDED));
    values.put("distillation", "dkd");
    values
        .properties()
        .forEach(
            e -> {
              if (options.path(e.getKey()) instanceof ObjectNode group) {
                group
                    .properties()
                    .forEach(v -> group.set(v.getKey(), e.getValue().get(v.getKey())));
              } else if (options.has(e.getKey())) {
                options.set(e.getKey(), e.getValue());
              }
            });
    return new Chosen<>(method, mapper.treeToValue(options, method.options()));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void nothingIsLeft(String tower, Chosen<?> method) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, Fixtures.single(tower).weights("clip"));
      Clip other = clip(manager, judge());
      long[][] tokens = tokens(clip, 5);
      List<Judge> judges =
          method.traits().judging() == Traits.Judging.REQUIRED
              ? List.of(
                  Judges.ofPictures(
                      other, clip.preprocess(), other.textFeatures(manager, tokens(other, 5)), 1))
              : List.of();
      NDArray text = clip.textFeatures(manager, tokens);
      Tuned tuned = tuned(manager, clip, tokens, text, method);
      Map<String, float[]> original = TuningFixture.values(tuned.state());
      int least = method.traits().batch().least();
      int before = 0;
      try (Adapter adapter =
          method.open(new FixedSubject(clip, manager, text, judges, what -> tuned))) {
        for (int sample = 0; sample < SAMPLES; sample++) {
          Trace result = adapt(manager, clip, adapter, least, sample, Listener.NONE);
          boolean learns = !method.traits().forwardOnly();
          assertThat(result.steps()).hasSize(learns ? steps(method) : 0);
          for (float logit : result.after().scores()) {
            assertThat(logit).isFinite();
          }
          if (sample == 0) {
            before = manager.getManagedArrays().size();
            if (learns) {
              Map<String, float[]> start = TuningFixture.values(tuned.state());
              assertThatThrownBy(() -> adapt(manager, clip, adapter, least, 0, new FirstStepOnly()))
                  .isInstanceOf(CancellationException.class);
              assertSame(tuned, start);
            }
          }
        }
        assertThat(manager.getManagedArrays()).as("arrays after more samples").hasSize(before);
        adapter.state().ifPresent(StreamState::restart);
      }
      assertSame(tuned, original);
    }
  }

  private static int steps(Chosen<?> method) {
    return method.options() instanceof Watt.Options watt
        ? STEPS.steps() * watt.rounds() * watt.prompts()
        : STEPS.steps();
  }

  private static Path judge() {
    return Fixtures.cases("prompt_tuning_rlcf").stream()
        .filter(c -> c.get("weights").has("reward"))
        .findFirst()
        .orElseThrow()
        .weights("reward");
  }

  private static void assertSame(Tuned tuned, Map<String, float[]> expected) {
    TuningFixture.values(tuned.state())
        .forEach((name, value) -> assertThat(value).as(name).isEqualTo(expected.get(name)));
  }

  /** Wants no more after a step. */
  private static final class FirstStepOnly implements Listener {
    private boolean wanted = true;

    @Override
    public void onStep(int step, Step result) {
      wanted = false;
    }

    @Override
    public boolean isWanted() {
      return wanted;
    }
  }

  private static Tuned tuned(
      NDManager manager, Clip clip, long[][] tokens, NDArray text, Chosen<?> method) {
    if (method.traits().tunes() == Traits.Tunes.PROMPT) {
      NDArray context = clip.text().contextOf(manager, new long[] {3, 4});
      return new TunedContexts(manager, clip, tokens, context);
    }
    if (method.traits().tunes() == Traits.Tunes.CLASS_TEXTS) {
      Tuning.Shift both = new Tuning.Shift(true, true);
      return new TunedShift(manager, text, both, clip::imageFeatures, clip.similarity().fixed());
    }
    if (method.options() instanceof Ttl.Options ttl) {
      return TunedLowRank.of(manager, clip, text, ttl.tuning());
    }
    if (method.traits().batch().most() > 1) {
      return new TunedNorms(clip, text, new Tuning.Norms(0.25));
    }
    TowerOptions tower =
        method.options() instanceof RlcfTune.Options tune ? tune.tower() : TowerOptions.WHOLE;
    return new TunedTower(clip, text, Tuning.Tower.of(tower));
  }

  /** Adapts to one query, or to as many as the method takes at least, which are all alike. */
  private static Trace adapt(
      NDManager manager, Clip clip, Adapter adapter, int least, int sample, Listener listener) {
    int resolution = clip.config().resolution();
    float[] values = new float[VIEWS * 3 * resolution * resolution];
    Random random = new Random(sample);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    try (NDManager scope = manager.newSubManager()) {
      Shape shape = new Shape(VIEWS, 3, resolution, resolution);
      Query query = new ReadQuery(Nn.fromHost(scope, values, shape), clip);
      return adapter.adapt(Collections.nCopies(least, query), listener).get(0);
    }
  }

  /** Texts of start, two words of context, a class's own word, and end. */
  private static long[][] tokens(Clip clip, int classes) {
    int end = clip.config().vocabSize() - 1;
    long[][] tokens = new long[classes][];
    for (int n = 0; n < classes; n++) {
      tokens[n] = new long[] {end - 1, 3, 4, 10 + n, end};
    }
    return tokens;
  }
}
