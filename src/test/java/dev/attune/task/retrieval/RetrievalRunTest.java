package dev.attune.task.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.method.Chosen;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import dev.attune.method.options.MomentumSpec;
import dev.attune.task.Chain;
import dev.attune.task.EngineResources;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.task.TinyModels;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.SingleSample;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final List<String> TYPES =
      MadeMethods.answering(Question.TEXTS_OF_IMAGE, Question.IMAGES_OF_TEXT).stream()
          .map(Method::id)
          .filter(id -> !MadeMethods.of(id).traits().lasting()) // see HubnessRunTest
          .toList();

  private static final String ZERO_SHOT = "zero-shot";

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

  private static Chosen<?> method(String type, int k, @Nullable MomentumSpec momentum) {
    return MadeMethods.of(
        type,
        "steps",
        2,
        "learningRate",
        1e-3,
        "weightDecay",
        5e-4,
        "sampleK",
        k,
        "reward.models",
        isRewarded(type) ? List.of("judge", "vit") : List.of("judge"),
        "momentum",
        momentum);
  }

  private static boolean isRewarded(String type) {
    return MadeMethods.has(MadeMethods.of(type).method(), "sampleK");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aSampleGivesTheSameWhateverRanBefore(String tower, String type)
      throws ReflectiveOperationException {
    NDManager manager = NDManager.newBaseManager();
    SampleResult.Answer plain;
    try (TaskRun zeroShot = open(tower, method(ZERO_SHOT, 1, null))) {
      plain = SingleSample.of(zeroShot, 1).before();
    }
    try (TaskRun run = open(tower, method(type, 3, null), new Noise(), manager)) {
      SampleResult first = SingleSample.of(run, 1);
      long alive = EngineResources.below(manager);
      SingleSample.of(run, 0);
      assertThatThrownBy(() -> SingleSample.of(run, 2)).isInstanceOf(PictureException.class);
      SampleResult again = SingleSample.of(run, 1);
      assertThat(EngineResources.below(manager)).as("what is alive").isEqualTo(alive);
      assertThat(again.after()).isEqualTo(first.after());
      assertThat(again.before()).isEqualTo(first.before());
      assertThat(first.before().scores()).as("the baseline").isEqualTo(plain.scores());
      assertThat(first.steps()).hasSize(type.equals(ZERO_SHOT) ? 0 : 2);
      assertThat(first.steps())
          .allSatisfy(s -> assertThat(s.candidates()).hasSize(isRewarded(type) ? 3 : 0));
      if (type.equals(ZERO_SHOT)) {
        assertThat(first.after()).isEqualTo(first.before());
      } else {
        assertThat(first.after().top()).isNotEqualTo(first.before().top());
        boolean texts = MadeMethods.of(type).traits().tunes() == Traits.Tunes.TEXT_SIDE;
        assertThat(first.before().text().startsWith("noise-")).isEqualTo(texts);
      }
    }
    assertThat(manager.isOpen()).isFalse();
  }

  @Test
  void onlyTheDirectionThatIsAdaptedChanges() {
    try (TaskRun pictures = open("vit", method("rlcf-i2t", 3, null));
        TaskRun texts = open("vit", method("rlcf-t2i", 3, null))) {
      SampleResult first = SingleSample.of(pictures, 0);
      SampleResult second = SingleSample.of(texts, 0);
      for (String column : first.before().scores().keySet()) {
        SampleResult kept = column.equals("i2tRank") ? second : first;
        assertThat(kept.after().scores().get(column)).isEqualTo(kept.before().scores().get(column));
      }
      assertThat(first.before().scores().get("t2iRank2")).as("it has two captions").isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @MethodSource("tuning")
  void aChainGoesOnFromItsFileToTheSameNumbers(String type) throws IOException {
    Chosen<?> method = method(type, 3, new MomentumSpec(0.5, 2, 1));
    Path file = folder.resolve("chain-" + type);
    try (TaskRun whole = open("resnet", method);
        TaskRun second = open("resnet", method)) {
      Chain chain = whole.chain().orElseThrow();
      SampleResult first = SingleSample.of(whole, 0);
      assertThatThrownBy(() -> SingleSample.of(whole, 0)).isInstanceOf(IllegalStateException.class);
      SingleSample.of(whole, 1);
      assertThatThrownBy(() -> SingleSample.of(whole, 2)).isInstanceOf(PictureException.class);
      assertThat(chain.next()).as("a broken sample is passed over").isEqualTo(3);
      chain.save(file);
      Chain other = second.chain().orElseThrow();
      other.load(file);
      assertThat(other.next()).isEqualTo(3);
      SampleResult third = SingleSample.of(whole, 3);
      assertThat(SingleSample.of(second, 3).after()).isEqualTo(third.after());
      try (TaskRun fresh = open("resnet", method(type, 3, null))) {
        SampleResult episodic = SingleSample.of(fresh, 3);
        assertThat(third.before())
            .as("the baseline knows of no other")
            .isEqualTo(episodic.before());
        assertThat(third.after()).isNotEqualTo(episodic.after());
      }
      chain.restart(0);
      assertThat(SingleSample.of(whole, 0).after()).isEqualTo(first.after());
    }
  }

  static List<String> tuning() {
    return TYPES.stream().filter(t -> !t.equals(ZERO_SHOT)).toList();
  }

  @Test
  void featuresAreComputedOnceAndAgainWhereAFileIsDamaged() throws IOException {
    Path cache = folder.resolve("damaged");
    Chosen<?> method = method("rlcf-i2t", 3, null);
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

  private static SampleResult run(Noise set, Chosen<?> method, Path cache) {
    TaskSpec spec = new TaskSpec("noise", 5, 11, "vit", method);
    try (TaskRun run = RetrievalTask.open(spec, set, models, cache, NDManager.newBaseManager())) {
      SingleSample.prepare(run);
      return SingleSample.of(run, 4);
    }
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
    TaskSpec spec = new TaskSpec("noise", 50, 11, "vit", method(ZERO_SHOT, 1, null));
    Path cache = folder.resolve("pieces");
    try (TaskRun run = RetrievalTask.open(spec, many, models, cache, NDManager.newBaseManager())) {
      assertThatThrownBy(() -> SingleSample.of(run, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the run is not prepared yet");
      while (many.drawn.get() == 0) {
        assertThat(run.prepare()).isFalse();
      }
    }
    int drawn = many.drawn.get();
    assertThat(drawn).as("a piece is a part of them").isLessThan(25);
    try (TaskRun run = RetrievalTask.open(spec, many, models, cache, NDManager.newBaseManager())) {
      assertThat(SingleSample.prepare(run)).isGreaterThan(1);
      assertThat(many.drawn.get()).as("every picture is drawn once").isEqualTo(50);
      assertThat(SingleSample.of(run, 4).before().top()).isNotEmpty();
    }
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> open("vit", method("rlcf-i2t", 10, null)))
        .isInstanceOf(TaskException.class)
        .hasMessage("method.sampleK: 10 are more than the 9 texts of noise");
    assertThatThrownBy(() -> open("vit", method("rlcf-t2i", 6, null)))
        .isInstanceOf(TaskException.class)
        .hasMessage("method.sampleK: 6 are more than the 5 pictures of noise");
    Noise empty =
        new Noise() {
          @Override
          public List<String> captions(int index) {
            return index == 1 ? List.of("a ball", " ") : super.captions(index);
          }
        };
    Chosen<?> method = method(ZERO_SHOT, 1, null);
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
    Chosen<?> method = method("rlcf-t2i", 3, null);
    try (TaskRun run = open("vit", method, wordy, NDManager.newBaseManager())) {
      assertThat(SingleSample.of(run, 1).truth()).matches("(a ball )+\\(cut to \\d+ tokens\\)");
      assertThat(SingleSample.of(run, 0).truth()).isEqualTo("a red apple");
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
    assertThat(captionsBefore(index)).containsExactly(0, 2, 3, 5, 7, 10);
  }

  /** How many captions come before each picture's own, and how many there are. */
  private static List<Integer> captionsBefore(CaptionIndex index) {
    List<Integer> before = new ArrayList<>(List.of(0));
    index.ofPicture().forEach(own -> before.add(before.get(before.size() - 1) + own.length));
    return before;
  }

  private static TaskRun open(String model, Chosen<?> method) {
    return open(model, method, new Noise(), NDManager.newBaseManager());
  }

  private static TaskRun open(
      String model, Chosen<?> method, CaptionDataset set, NDManager manager) {
    TaskSpec spec = new TaskSpec("noise", 5, 11, model, method);
    TaskRun run = RetrievalTask.open(spec, set, models, folder.resolve("features"), manager);
    SingleSample.prepare(run);
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
