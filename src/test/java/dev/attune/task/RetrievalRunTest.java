package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.method.gradient.BatchNormSpec;
import dev.attune.method.gradient.Distillation;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.MethodType;
import dev.attune.method.gradient.MomentumSpec;
import dev.attune.method.gradient.RewardSpec;
import dev.attune.method.gradient.TunedParameters;
import dev.attune.vision.Augmentation;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both directions on pictures with captions, with small random models of both kinds of tower. */
class RetrievalRunTest {
  private static final List<MethodType> TYPES =
      Arrays.stream(MethodType.values())
          .filter(t -> t.retrieves() || t == MethodType.ZERO_SHOT)
          .toList();

  @TempDir static Path folder;

  private static TinyModels models;

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  static List<Arguments> methods() {
    List<Arguments> all = new ArrayList<>();
    for (String tower : List.of("vit", "resnet")) {
      TYPES.forEach(type -> all.add(Arguments.of(tower, type)));
    }
    return all;
  }

  private static MethodSpec method(MethodType type, int k, @Nullable MomentumSpec momentum) {
    List<String> judges =
        type.rewarded() ? List.of("judge", "vit") : type.judged() ? List.of("judge") : List.of();
    return new MethodSpec(
        type,
        type == MethodType.ZERO_SHOT ? 0 : 2,
        1e-3,
        5e-4,
        k,
        1,
        1,
        1,
        new RewardSpec(judges, true, false, RewardSpec.Scope.VIEW),
        Augmentation.CROP,
        TunedParameters.ALL,
        Distillation.KD,
        0,
        BatchNormSpec.RUNNING,
        momentum,
        null,
        false);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aSampleGivesTheSameWhateverRanBefore(String tower, MethodType type)
      throws ReflectiveOperationException {
    NDManager manager = NDManager.newBaseManager();
    SampleResult.Answer plain;
    try (RetrievalRun zeroShot = open(tower, method(MethodType.ZERO_SHOT, 1, null))) {
      plain = zeroShot.run(1).before();
    }
    try (RetrievalRun run = open(tower, method(type, 3, null), new Noise(), manager)) {
      SampleResult first = run.run(1);
      long alive = EngineResources.below(manager);
      run.run(0);
      assertThatThrownBy(() -> run.run(2)).isInstanceOf(PictureException.class);
      SampleResult again = run.run(1);
      assertThat(EngineResources.below(manager)).as("what is alive").isEqualTo(alive);
      assertThat(again.after()).isEqualTo(first.after());
      assertThat(again.before()).isEqualTo(first.before());
      assertThat(first.before().scores()).as("the baseline").isEqualTo(plain.scores());
      assertThat(first.steps()).hasSize(type == MethodType.ZERO_SHOT ? 0 : 2);
      assertThat(first.steps())
          .allSatisfy(s -> assertThat(s.candidates()).hasSize(type.rewarded() ? 3 : 0));
      if (type == MethodType.ZERO_SHOT) {
        assertThat(first.after()).isEqualTo(first.before());
      } else {
        assertThat(first.after().top()).isNotEqualTo(first.before().top());
        boolean texts = type.tunes() == MethodType.Tunes.TEXT_SIDE;
        assertThat(first.before().text().startsWith("noise-")).isEqualTo(texts);
      }
    }
    assertThat(manager.isOpen()).isFalse();
  }

  @Test
  void onlyTheDirectionThatIsAdaptedChanges() {
    try (RetrievalRun pictures = open("vit", method(MethodType.RLCF_I2T, 3, null));
        RetrievalRun texts = open("vit", method(MethodType.RLCF_T2I, 3, null))) {
      SampleResult first = pictures.run(0);
      SampleResult second = texts.run(0);
      for (String column : first.before().scores().keySet()) {
        SampleResult kept = column.equals("i2tRank") ? second : first;
        assertThat(kept.after().scores().get(column)).isEqualTo(kept.before().scores().get(column));
      }
      assertThat(first.before().scores().get("t2iRank2")).as("it has two captions").isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @MethodSource("tuning")
  void aChainGoesOnFromItsFileToTheSameNumbers(MethodType type) throws IOException {
    MethodSpec method = method(type, 3, new MomentumSpec(0.5, 2, 1));
    Path file = folder.resolve("chain-" + type.id());
    try (RetrievalRun whole = open("resnet", method);
        RetrievalRun second = open("resnet", method)) {
      Chain chain = whole.chain().orElseThrow();
      SampleResult first = whole.run(0);
      assertThatThrownBy(() -> whole.run(0)).isInstanceOf(IllegalStateException.class);
      whole.run(1);
      assertThatThrownBy(() -> whole.run(2)).isInstanceOf(PictureException.class);
      assertThat(chain.next()).as("a broken sample is passed over").isEqualTo(3);
      chain.save(file);
      Chain other = second.chain().orElseThrow();
      other.load(file);
      assertThat(other.next()).isEqualTo(3);
      SampleResult third = whole.run(3);
      assertThat(second.run(3).after()).isEqualTo(third.after());
      try (RetrievalRun fresh = open("resnet", method(type, 3, null))) {
        SampleResult episodic = fresh.run(3);
        assertThat(third.before())
            .as("the baseline knows of no other")
            .isEqualTo(episodic.before());
        assertThat(third.after()).isNotEqualTo(episodic.after());
      }
      chain.restart();
      assertThat(whole.run(0).after()).isEqualTo(first.after());
    }
  }

  static List<MethodType> tuning() {
    return TYPES.stream().filter(MethodType::retrieves).toList();
  }

  @Test
  void featuresAreComputedOnceAndAgainWhereAFileIsDamaged() throws IOException {
    Path cache = folder.resolve("damaged");
    MethodSpec method = method(MethodType.RLCF_I2T, 3, null);
    Noise set = new Noise();
    SampleResult first = run(set, method, cache);
    int drawn = set.drawn.get();
    SampleResult second = run(set, method, cache);
    assertThat(set.drawn.get()).as("one picture is the query").isEqualTo(drawn + 1);
    assertThat(second.after()).isEqualTo(first.after());
    try (Stream<Path> files = Files.list(cache)) {
      for (Path file : files.toList()) {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 20] ^= 1;
        Files.write(file, content);
      }
    }
    SampleResult third = run(set, method, cache);
    assertThat(set.drawn.get()).isEqualTo(2 * drawn + 1);
    assertThat(third.after()).isEqualTo(first.after());
  }

  private static SampleResult run(Noise set, MethodSpec method, Path cache) {
    TaskSpec spec = new TaskSpec("noise", 5, 11, "vit", method);
    try (RetrievalRun run =
        new RetrievalRun(spec, set, models, cache, NDManager.newBaseManager())) {
      prepare(run);
      return run.run(4);
    }
  }

  /** Prepares a run, and says in how many pieces. */
  private static int prepare(TaskRun run) {
    int pieces = 1;
    while (!run.prepare()) {
      pieces++;
    }
    return pieces;
  }

  @Test
  void whatIsPreparedOfARunThatWasGivenUpIsKept() {
    Noise many =
        new Noise() {
          @Override
          public int size() {
            return 50;
          }
        };
    TaskSpec spec = new TaskSpec("noise", 50, 11, "vit", method(MethodType.ZERO_SHOT, 1, null));
    Path cache = folder.resolve("pieces");
    try (RetrievalRun run =
        new RetrievalRun(spec, many, models, cache, NDManager.newBaseManager())) {
      assertThatThrownBy(() -> run.run(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the run is not prepared yet");
      while (many.drawn.get() == 0) {
        assertThat(run.prepare()).isFalse();
      }
    }
    int drawn = many.drawn.get();
    assertThat(drawn).as("a piece is a part of them").isLessThan(25);
    try (RetrievalRun run =
        new RetrievalRun(spec, many, models, cache, NDManager.newBaseManager())) {
      assertThat(prepare(run)).isGreaterThan(1);
      assertThat(many.drawn.get()).as("every picture is drawn once").isEqualTo(50);
      assertThat(run.run(4).before().top()).isNotEmpty();
    }
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> open("vit", method(MethodType.RLCF_I2T, 10, null)))
        .isInstanceOf(TaskException.class)
        .hasMessage("method.sampleK: 10 are more than the 9 texts of noise");
    assertThatThrownBy(() -> open("vit", method(MethodType.RLCF_T2I, 6, null)))
        .isInstanceOf(TaskException.class)
        .hasMessage("method.sampleK: 6 are more than the 5 pictures of noise");
    Noise empty =
        new Noise() {
          @Override
          public List<String> captions(int index) {
            return index == 1 ? List.of("a ball", " ") : super.captions(index);
          }
        };
    MethodSpec method = method(MethodType.ZERO_SHOT, 1, null);
    assertThatThrownBy(() -> open("vit", method, empty, NDManager.newBaseManager()))
        .isInstanceOf(TaskException.class)
        .hasMessage("caption 2 of noise-1 in noise is empty");
  }

  @Test
  void longQueriesAreCutAndThatIsSaid() {
    Noise wordy =
        new Noise() {
          @Override
          public List<String> captions(int index) {
            return index == 1 ? List.of("a ball ".repeat(100)) : super.captions(index);
          }
        };
    MethodSpec method = method(MethodType.RLCF_T2I, 3, null);
    try (RetrievalRun run = open("vit", method, wordy, NDManager.newBaseManager())) {
      assertThat(run.run(1).truth()).matches("(a ball )+\\(cut to \\d+ tokens\\)");
      assertThat(run.run(0).truth()).isEqualTo("a red apple");
    }
  }

  @Test
  void captionsThatAreAlikeBelongToAllTheirPictures() {
    CaptionIndex index = CaptionIndex.of(new Noise());
    assertThat(index.texts()).hasSize(9).doesNotHaveDuplicates();
    int shared = index.texts().indexOf("an apple");
    assertThat(index.ofText().get(shared)).containsExactly(0, 4);
    assertThat(index.ofPicture().get(4)).hasSize(3).contains(shared);
    assertThat(index.mostCaptions()).isEqualTo(3);
    assertThat(index.captionsBefore()).containsExactly(0, 2, 3, 5, 7, 10);
  }

  private static RetrievalRun open(String model, MethodSpec method) {
    return open(model, method, new Noise(), NDManager.newBaseManager());
  }

  private static RetrievalRun open(
      String model, MethodSpec method, CaptionDataset set, NDManager manager) {
    TaskSpec spec = new TaskSpec("noise", 5, 11, model, method);
    RetrievalRun run = new RetrievalRun(spec, set, models, folder.resolve("features"), manager);
    prepare(run);
    return run;
  }

  /** Random pictures; the third cannot be read. */
  private static class Noise implements CaptionDataset {
    final AtomicInteger drawn = new AtomicInteger();

    @Override
    public String name() {
      return "noise";
    }

    @Override
    public List<String> captions(int index) {
      return switch (index) {
        case 0 -> List.of("a red apple", "an apple");
        case 1 -> List.of("a ball");
        case 2 -> List.of("a blue car", "a car to the left of a tree");
        case 3 -> List.of("a green tree", "a tree");
        default -> List.of("an apple ", "a large apple", "a small apple");
      };
    }

    @Override
    public int size() {
      return 5;
    }

    @Override
    public String id(int index) {
      return "noise-" + index;
    }

    @Override
    public RgbImage picture(int index) {
      drawn.incrementAndGet();
      if (index == 2) {
        throw new PictureException(id(index), "is broken");
      }
      byte[] data = new byte[3 * 40 * 36];
      new Random(index).nextBytes(data);
      return new RgbImage(40, 36, data);
    }

    @Override
    public String fingerprint() {
      return "noise";
    }
  }
}
