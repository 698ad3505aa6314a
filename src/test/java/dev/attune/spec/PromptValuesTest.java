package dev.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.method.memory.DynaPrompt;
import dev.attune.method.norm.Watt;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.plain.ZeroShot;
import dev.attune.method.schema.OptionSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prompts as a value of requests, presets, cards and stored specs. */
class PromptValuesTest {
  @TempDir private Path home;
  private House house;

  @BeforeEach
  void furnish() throws IOException {
    house = new House(home);
    Path folder = Files.createDirectories(home.resolve("prompts"));
    Files.writeString(folder.resolve("ours.json"), "[\"our {}\"]");
    Files.writeString(folder.resolve("said.json"), "{\"airplane\": \"It flies.\"}");
  }

  private ExperimentSpec spec(String method, String values) {
    return house
        .resolve("{'dataset':'icons','method':{'type':'%s'%s}}".formatted(method, values))
        .spec();
  }

  private static Record options(ExperimentSpec spec) {
    return ((Work.Adaptation) spec.work()).chosen().options();
  }

  private List<String> read(String method, String values) {
    return PromptSpec.in(options(spec(method, values))).read();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'art of {}, the {}' | art of {}, the {}",
        "'clip-80' | clip-80",
        "['clip-80'] | clip-80",
        "['ours'] | ours",
        "null | a photo of a {}.",
        "false | a photo of a {}.",
        "'a photo of a {}.' | a photo of a {}.",
      })
  void areATextOrAList(String given, String read) {
    assertThat(read("zero-shot", ",'prompts':" + given)).containsExactly(read);
  }

  @Test
  void areTypedLineByLineOrBetweenBars() {
    ObjectNode typed =
        OptionForm.typed(
            OptionSchema.of(ZeroShot.Options.class).leaves(),
            Map.of("prompts", List.of("a {}, a kind of {}\r\n\r\nclip-7 |the {}")));
    assertThat(typed.toString())
        .isEqualTo("{\"prompts\":[\"a {}, a kind of {}\",\"clip-7\",\"the {}\"]}");
  }

  @Test
  void thePlainPromptIsWhatThereIsWithoutAny() {
    assertThat(spec("tent", "")).isEqualTo(spec("tent", ",'prompts':['a photo of a {}.']"));
    SpecResolver.Resolved run = house.resolve("{'dataset':'icons','method':{'type':'rlcf-tune'}}");
    assertThat(run.spec().values(run.origins().values()))
        .filteredOn(v -> v.name().endsWith("rompts"))
        .extracting(ExperimentSpec.Value::shown)
        .containsExactlyInAnyOrder("those of the model", "a photo of a {}.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "zero-shot | 'prompts':[] | method.prompts | must not be empty",
        "zero-shot | 'prompts':'clip-8' | method.prompts | unknown prompts 'clip-8'",
        "tda | 'prompts':['clip-7','a photo'] | method.prompts | has no place for the class",
        "tda | 'prompts':'../prompts/ours' | method.prompts | unknown prompts",
        "tda | 'prompts':[1] | method.prompts | must be a list of texts",
        "tda | 'prompts':{'file':'ours'} | method.prompts | must be a list",
        "vte | 'prompts':'said' | method.prompts | describes 1 of the 111 classes, and not alarm",
        "watt | 'prompts':'said' | method.prompts | describes 1 of the 111 classes",
        "rlcf-tune | 'reward':{'prompts':'said'} | method.reward.prompts | said describes 1 of",
        "kd-tune | 'reward':{'prompts':'nope'} | method.reward.prompts | unknown prompts 'nope'",
        "tpt | 'prompts':'clip-7' | method.prompts | learns the prompt, and has contextVectors",
        "ctpt | 'prompts':'clip-7' | method.prompts | learns the prompt",
        "rtpt | 'prompts':'clip-7' | method.prompts | learns the prompt",
        "rlcf-prompt | 'prompts':'clip-7' | method.prompts | learns the prompt",
        "dynaprompt | 'prompts':'clip-7' | method.prompts | learns the prompt",
        "tpt | 'template':'{} texture.' | method.template | must be words that end in the class",
        "tpt | 'template':'a {} here.' | method.template | must be words that end in the class",
        "tpt | 'template':'a photo' | method.template | must be words that end in the class",
      })
  void whatIsWrongIsNamed(String method, String values, String field, String message) {
    String model = method.equals("watt") ? "icons-clip-vit" : "icons-clip-s";
    List<FieldProblem> problems =
        house.problems(
            "{'dataset':'icons','model':'%s','method':{'type':'%s',%s}}"
                .formatted(model, method, values));
    assertThat(problems).extracting(FieldProblem::field).containsExactly(field);
    assertThat(problems.get(0).message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({"zero-shot, prompts", "rlcf-i2t, prompts", "rlcf-i2t, reward.prompts"})
  void aSearchHasNoClasses(String method, String name) {
    String value = name.equals("prompts") ? "'prompts':'clip-7'" : "'reward':{'prompts':'clip-7'}";
    assertThat(
            house.wrong("{'dataset':'scenes','method':{'type':'%s',%s}}".formatted(method, value)))
        .containsExactly("method." + name);
    assertThat(spec("rlcf-tune", ",'reward':{'prompts':'clip-7'}")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vte", "tda", "boostadapter", "bca", "dmn", "onzeta", "dpe"})
  void presetsHaveThePapersAndCardsTheBuiltInModels(String preset) {
    String request = "{'preset':'%s','dataset':'icons','model':'%s'}";
    assertThat(texts(house.resolve(request.formatted(preset, "icons-clip-motion")).spec()))
        .containsExactly("clip-7");
    assertThat(texts(house.resolve(request.formatted(preset, "icons-clip-s")).spec()))
        .containsExactly("a photo of a {}.");
  }

  @Test
  void wattAdaptsByEightAndAnswersByThemOrByThePlainOne() {
    String request = "{'preset':'watt','dataset':'icons','model':'icons-clip-vit'%s}";
    assertThat(texts(house.resolve(request.formatted("")).spec())).containsExactly("watt-8");
    Watt.Options single =
        (Watt.Options)
            options(house.resolve(request.formatted(",'method':{'evaluation':'single'}")).spec());
    assertThat(single.texts().read()).containsExactly("a photo of a {}.");
    assertThat(single.adapting().read()).containsExactly("watt-8");
  }

  private static List<String> texts(ExperimentSpec spec) {
    return PromptSpec.in(options(spec)).read();
  }

  @Test
  void numbersOfPromptsMeanWhatTheyDid() {
    DynaPrompt.Options pool = (DynaPrompt.Options) options(spec("dynaprompt", ",'prompts':5"));
    assertThat(pool.poolSize()).isEqualTo(5);
    String watt =
        "{'dataset':'icons','model':'icons-clip-vit','method':{'type':'watt','prompts':%d}}";
    assertThat(texts(house.resolve(watt.formatted(8)).spec())).containsExactly("watt-8");
    assertThat(texts(house.resolve(watt.formatted(2)).spec()))
        .containsExactly("a photo of a {}", "itap of a {}.");
    assertThat(house.wrong(watt.formatted(9))).containsExactly("method.prompts");
  }

  @Test
  void aKeptSpecIsReadAsItWas() {
    ExperimentSpec given =
        spec("kd-tune", ",'prompts':['clip-7','ours'],'reward':{'prompts':'clip-80'}");
    assertThat(house.reader.stored(house.reader.write(given)).spec()).isEqualTo(given);
    assertThat(house.reader.stored(house.reader.write(given)).notes()).isEmpty();
    ExperimentSpec plain = spec("kd-tune", "");
    ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(house.reader.write(plain));
    ((ObjectNode) tree.path("method")).remove("prompts");
    SpecReader.Stored old = house.reader.stored(tree.toString());
    assertThat(old.spec()).isEqualTo(plain);
    assertThat(old.notes()).as("there was only the plain prompt").isEmpty();
  }

  @Test
  void aSavedPresetHasItsRunsPrompts() {
    Map<String, String> values = Map.of("none", "", "two", ",'prompts':['clip-7','ours']");
    values.forEach(
        (name, given) -> {
          ExperimentSpec run =
              house
                  .resolve(
                      "{'preset':'tda','dataset':'icons','method':{'steps':null%s}}"
                          .formatted(given))
                  .spec();
          house.card("icons-clip-s", "tda", Map.of("prompts", List.of("clip-80")));
          ObjectNode method = ((Work.Adaptation) run.work()).json();
          assertThat(
                  texts(
                      house
                          .resolve(
                              "{'dataset':'icons','method':%s}"
                                  .formatted(OptionJson.explicit(schema(run), method)))
                          .spec()))
              .isEqualTo(texts(run));
        });
  }

  private static OptionSchema schema(ExperimentSpec run) {
    return OptionSchema.of(options(run).getClass());
  }
}
