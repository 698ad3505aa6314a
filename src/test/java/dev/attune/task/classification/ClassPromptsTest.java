package dev.attune.task.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.method.Chosen;
import dev.attune.method.Judge;
import dev.attune.method.Tuning;
import dev.attune.method.options.PromptSpec;
import dev.attune.prompt.PromptCatalog;
import dev.attune.prompt.PromptException;
import dev.attune.task.TinyModels;
import dev.attune.testing.MadeMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a small encoder and its judge read for classes, against a computation by hand. */
class ClassPromptsTest {
  private static final List<String> CLASSES = List.of("airplane", "alarm_clock", "apple");
  private static final List<String> WORDS = List.of("airplane", "alarm clock", "apple");
  private static final float CLOSE = 2e-6f;

  @TempDir static Path folder;
  private static TinyModels models;

  private final NDManager manager = NDManager.newBaseManager();
  private Encoder encoder;
  private ClassLibrary library;

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
    Files.writeString(
        folder.resolve("said.json"),
        """
        {"airplane": ["it flies in the sky", "a {} with wings"], "Alarm Clock": "it rings",
         "apple": ["a small apple", "a red {}", "it is round"]}
        """);
  }

  @BeforeEach
  void load() {
    encoder = models.encoder("vit", manager);
    library = new ClassLibrary(models, new PromptCatalog(folder), folder.resolve("cache"));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private ClassTexts texts(Chosen<?> chosen, boolean kept) {
    return new ClassTexts(
        library, manager, encoder, new ClassTexts.Asked("vit", chosen, CLASSES, 1, kept));
  }

  private ClassTexts texts(String method, Object... values) {
    return texts(MadeMethods.of(method, values), true);
  }

  private NDArray read(Encoder reader, List<String> texts) {
    return reader.textFeatures(manager, reader.tokenizer().encodeAll(texts));
  }

  /** The mean of the texts' normalised features, normalised again. */
  private float[] byHand(Encoder reader, List<List<String>> texts) {
    int width = reader.embedDim();
    float[] all = new float[texts.size() * width];
    for (int c = 0; c < texts.size(); c++) {
      double[] mean = new double[width];
      for (String text : texts.get(c)) {
        float[] raw =
            reader
                .text()
                .encode(manager, reader.tokenizer().encodeAll(List.of(text)))
                .toFloatArray();
        double norm = norm(raw);
        for (int e = 0; e < width; e++) {
          mean[e] += raw[e] / norm / texts.get(c).size();
        }
      }
      double norm = 0;
      for (double m : mean) {
        norm += m * m;
      }
      for (int e = 0; e < width; e++) {
        all[c * width + e] = (float) (mean[e] / Math.sqrt(norm));
      }
    }
    return all;
  }

  private static double norm(float[] raw) {
    double square = 0;
    for (float value : raw) {
      square += (double) value * value;
    }
    return Math.sqrt(square);
  }

  private static List<List<String>> put(String... templates) {
    return WORDS.stream()
        .map(c -> Stream.of(templates).map(t -> t.replace("{}", c)).toList())
        .toList();
  }

  private static void assertClose(NDArray features, float[] expected) {
    assertThat(features.getShape()).isEqualTo(new Shape(3, expected.length / 3));
    assertThat(features.toFloatArray()).containsExactly(expected, within(CLOSE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutAnyThePlainPromptGivesTheSameDigitsAsEver(boolean kept) {
    float[] expected =
        read(encoder, WORDS.stream().map("a photo of a %s."::formatted).toList()).toFloatArray();
    ClassTexts plain = texts(MadeMethods.of("zero-shot"), kept);
    assertThat(plain.candidates().toFloatArray()).containsExactly(expected);
  }

  @Test
  void whatIsKeptIsWhatWasComputed() {
    ClassLibrary fresh =
        new ClassLibrary(models, new PromptCatalog(folder), folder.resolve("kept"));
    library = fresh;
    texts("vte").candidates();
    Chosen<?> several = MadeMethods.of("vte", "prompts", List.of("clip-7"));
    float[] typed = texts(several, false).candidates().toFloatArray();
    assertThat(fresh.cache())
        .as("one text a class, or typed labels: nothing is kept")
        .doesNotExist();
    float[] first = texts(several, true).candidates().toFloatArray();
    assertThat(fresh.cache()).isNotEmptyDirectory();
    assertThat(texts(several, true).candidates().toFloatArray()).containsExactly(first);
    assertThat(typed).containsExactly(first);
  }

  @Test
  void aSingleTemplateIsReadAsItIs() {
    ClassTexts one = texts("vte", "prompts", List.of("a drawing of the {}"));
    assertThat(one.candidates().toFloatArray())
        .containsExactly(
            read(encoder, WORDS.stream().map("a drawing of the %s"::formatted).toList())
                .toFloatArray());
  }

  @Test
  void severalAreAveraged() {
    String[] templates = {"a photo of a {}.", "a small {}", "the {} in the background"};
    assertClose(
        texts("tda", "prompts", List.of(templates)).candidates(), byHand(encoder, put(templates)));
    assertThat(texts("tent", "prompts", List.of("clip-80")).candidates().toFloatArray())
        .as("a list is its templates")
        .containsExactly(
            texts("tent", "prompts", library.prompts().lists().get(1).templates())
                .candidates()
                .toFloatArray());
  }

  @Test
  void descriptionsCountAsTexts() {
    List<List<String>> said =
        List.of(
            List.of("a small airplane", "it flies in the sky", "a airplane with wings"),
            List.of("a small alarm clock", "it rings"),
            List.of("a small apple", "a small apple", "a red apple", "it is round"));
    assertClose(
        texts("dmn", "prompts", List.of("a small {}", "said")).candidates(), byHand(encoder, said));
    assertThatThrownBy(
            () ->
                new ClassTexts(
                    library,
                    manager,
                    encoder,
                    new ClassTexts.Asked(
                        "vit",
                        MadeMethods.of("dmn", "prompts", List.of("said")),
                        List.of("apple", "pear"),
                        1,
                        true)))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("not pear");
  }

  @Test
  void theCacheKnowsTheTextsAndNotTheFilesName() throws IOException {
    Path file = folder.resolve("changing.json");
    Files.writeString(file, "[\"a small {}\", \"a {}\"]");
    float[] first = texts("sar", "prompts", List.of("changing")).candidates().toFloatArray();
    Files.writeString(file, "[\"a large {}\", \"a {}\"]");
    float[] second = texts("sar", "prompts", List.of("changing")).candidates().toFloatArray();
    assertThat(second).isNotEqualTo(first);
    assertThat(texts("sar", "prompts", List.of("a small {}", "a {}")).candidates().toFloatArray())
        .containsExactly(first);
  }

  @Test
  void manyTextsAreReadInPieces() {
    ClassTexts texts = texts("zero-shot", "prompts", List.of("clip-80", "a {} here"));
    int pieces = 1;
    while (!texts.prepare()) {
      pieces++;
    }
    assertThat(pieces).as("a class at a time").isEqualTo(3);
    ClassTexts judged =
        texts(
            "rlcf-tune",
            "prompts",
            List.of("clip-80", "one {} more"),
            "reward.models",
            List.of("judge"));
    pieces = 1;
    while (!judged.prepare()) {
      pieces++;
    }
    assertThat(pieces).as("the model's, and then the judge's").isEqualTo(5);
  }

  private static Judge judge(ClassTexts texts, Chosen<?> chosen) {
    return texts.judges(chosen.reward()).get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rlcf-tune", "kd-tune", "zero-judge"})
  void theJudgeReadsWhatTheModelReadsUnlessItHasPromptsOfItsOwn(String method) {
    Encoder reader = models.encoder("judge", manager);
    String[] templates = {"a small {}", "the {} in the background"};
    List<String> judges = List.of("judge");
    Chosen<?> same = MadeMethods.of(method, "reward.models", judges, "prompts", List.of(templates));
    assertClose(judge(texts(same, true), same).candidates(), byHand(reader, put(templates)));
    Chosen<?> own =
        MadeMethods.of(
            method,
            "reward.models",
            judges,
            "prompts",
            List.of("a {}"),
            "reward.prompts",
            List.of(templates));
    assertClose(judge(texts(own, true), own).candidates(), byHand(reader, put(templates)));
    Chosen<?> plain = MadeMethods.of(method, "reward.models", judges);
    assertThat(judge(texts(plain, false), plain).candidates().toFloatArray())
        .containsExactly(
            read(reader, WORDS.stream().map("a photo of a %s."::formatted).toList())
                .toFloatArray());
  }

  @Test
  void aJudgeOfALearnedPromptReadsThePlainOneOrItsOwn() {
    Encoder reader = models.encoder("judge", manager);
    Chosen<?> own =
        MadeMethods.of(
            "rlcf-prompt",
            "reward.models",
            List.of("judge"),
            "reward.prompts",
            List.of("a {}", "the {}"));
    assertClose(judge(texts(own, true), own).candidates(), byHand(reader, put("a {}", "the {}")));
  }

  @Test
  void eachPromptAloneIsThatPrompt() {
    ClassTexts texts = texts("watt");
    List<NDArray> each = texts.candidates(PromptSpec.of("watt-8"));
    assertThat(each).hasSize(8);
    assertClose(each.get(2), byHand(encoder, put("a bad photo of the {}.")));
    List<String> templates = new ArrayList<>();
    templates.add("a photo of a {}");
    templates.addAll(library.prompts().lists().get(0).templates());
    assertClose(texts.candidates(), byHand(encoder, put(templates.toArray(String[]::new))));
  }

  @Test
  void aLearnedPromptStartsFromItsTemplatesWords() {
    NDArray plain = context(new Tuning.Contexts(null, null));
    assertThat(plain.getShape().get(0)).isEqualTo(4);
    assertThat(context(new Tuning.Contexts(null, "a photo of a {}.")).toFloatArray())
        .containsExactly(plain.toFloatArray());
    NDArray other = context(new Tuning.Contexts(null, "a small {}"));
    long[] ids = encoder.tokenizer().encode("a small");
    assertThat(other.toFloatArray())
        .containsExactly(
            encoder.text().contextOf(manager, new long[] {ids[1], ids[2]}).toFloatArray());
  }

  private NDArray context(Tuning.Contexts contexts) {
    return texts("tpt").tune(contexts).trainable().get(0).array();
  }

  @Test
  void anEmptyListIsRefused() {
    assertThatThrownBy(() -> texts("zero-shot", "prompts", List.of()))
        .isInstanceOf(PromptException.class);
  }
}
