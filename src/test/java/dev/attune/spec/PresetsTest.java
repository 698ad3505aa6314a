package dev.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The presets of the program, those of the home, and those that somebody saves. */
class PresetsTest {
  private static final House BUILT_IN = new House(Path.of("nowhere"));
  private static final String SOUND =
      "{'name':'ours','tasks':['classification'],'method':{'type':'tpt','steps':2,'views':4,"
          + "'selection':1}}";

  @TempDir private Path home;

  static Stream<Preset> builtIn() {
    return BUILT_IN.presets.list().stream();
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void everyBuiltInPresetResolves(Preset preset) {
    assertThat(preset.tasks()).isNotEmpty();
    assertThat(preset.title()).isNotBlank().isNotEqualTo(preset.name());
    assertThat(preset.saved()).isFalse();
    for (String task : preset.tasks()) {
      boolean videos = preset.type().equals("dgl");
      String set = videos ? "motion" : setFor(task);
      String named = videos ? "prompts" : "captioner";
      String given = preset.isTraining() ? ",'training':{'%s':'mine'}".formatted(named) : "";
      String request =
          "{'preset':'%s','task':'%s','dataset':'%s','limit':20%s}"
              .formatted(preset.name(), task, set, given);
      if (preset.name().equals("rlcf-prompt-coop")) { // its vectors must be installed first
        assertThat(BUILT_IN.wrong(request)).containsExactly("method.contextVectors");
      } else {
        ExperimentSpec spec = BUILT_IN.resolve(request).spec();
        assertThat(spec.preset()).isEqualTo(preset.name());
        assertThat(spec.type()).isEqualTo(preset.type());
        assertThat(spec.task()).isEqualTo(task);
      }
    }
  }

  private static String setFor(String task) {
    return switch (task) {
      case "classification" -> "icons";
      case "video-retrieval" -> "motion";
      default -> "scenes";
    };
  }

  @Test
  void aFileOfTheHomeIsListedAndUsed() throws IOException {
    House house = new House(home);
    assertThat(house.presets.find("ours")).isEmpty();
    write("any-name.json", SOUND);

    Preset ours = house.presets.find("ours").orElseThrow();
    assertThat(ours.title()).isEqualTo("ours");
    assertThat(ours.saved()).isTrue();
    assertThat(house.presets.problems()).isEmpty();
    Preset listed =
        house.presets.list().stream()
            .filter(p -> p.name().equals("ours"))
            .findFirst()
            .orElseThrow();
    assertThat(listed.values().path("steps").asInt()).isEqualTo(2);
    assertThat(listed.values().path("learningRate").asDouble())
        .as("each is listed with every value")
        .isEqualTo(5e-3);
    ExperimentSpec spec = house.resolve("{'preset':'ours','dataset':'icons'}").spec();
    assertThat(spec.preset()).isEqualTo("ours");
    assertThat(spec.method().path("views").asInt()).as("above the card").isEqualTo(4);

    Files.delete(home.resolve("presets/any-name.json"));
    assertThat(house.presets.find("ours")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'method':{'type':'rlcf-tune','augmentation':'cropp'} | method.augmentation",
        "'method':{'type':'rlcf-tune','reward':{'scope':'world'}} | method.reward.scope",
        "'method':{'type':'tpt','steps':'many'} | method.steps",
        "'method':{'type':'tpt','steps':1.5} | method.steps",
        "'method':{'type':'tpt','learningrate':0.1} | method.learningrate",
        "'method':{'type':'tpt','momentum':{'tau':0.9}} | method.momentum.tau",
        "'method':{'type':'rlcf-tune','momentum':true} | method.momentum",
        "'method':{'type':'rlcf-tune','reward':{'models':'icons-clip-l'}} | method.reward.models",
        "'method':{'type':'rlcf-tune','selection':2} | method.selection",
        "'method':{'type':'tpt','steps':-1} | method.steps",
        "'method':{'type':'tpl'} | tpl",
        "'method':{} | method.type",
        "'metod':{'type':'tpt'} | metod",
        "'method':{'type':'tpt'},'tasks':['classificaton'] | classificaton",
        "'method':{'type':'tpt'},'tasks':['captioning'] | captioning",
        "'method':{'type':'tpt'},'tasks':[] | tasks",
        "'method':{'type':'tpt'},'tasks':[null] | tasks",
        "'method':{'type':'tpt'},'training':{'type':'clipcap'} | training",
        "'training':{'type':'clipcap','epocs':3},'tasks':['training'] | training.epocs",
        "'method':{'type':'tpt'},'aliases':['t'] | aliases",
        "'method':{'type':'tpt'},'name':'No Name' | name",
        "'method':'tpt' | no preset",
      })
  void whatIsWrongInAFileIsNamedAndHarmsNothing(String fields, String named) throws IOException {
    String name = fields.contains("'name'") ? "" : "'name':'theirs',";
    String tasks = fields.contains("'tasks'") ? "" : "'tasks':['classification'],";
    write("broken.json", "{%s%s%s}".formatted(name, tasks, fields));
    write("sound.json", SOUND);
    House house = new House(home);

    assertThat(house.presets.problems()).containsOnlyKeys("broken.json");
    assertThat(house.presets.problems().get("broken.json")).contains(named);
    assertThat(house.presets.find("theirs")).isEmpty();
    assertThat(house.presets.find("ours")).isPresent();
    assertThat(house.presets.find("tpt")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "5", "\u0000", "{'name':'theirs'}"})
  void whatIsNoPresetIsNamedAndHarmsNothing(String content) throws IOException {
    write("broken.json", content);
    write("sound.json", SOUND);
    Files.write(
        home.resolve("presets/latin.json"),
        "{\"name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    Files.createDirectories(home.resolve("presets/folder.json"));
    House house = new House(home);

    assertThat(house.presets.problems()).containsOnlyKeys("broken.json", "latin.json");
    assertThat(house.presets.problems().values())
        .allSatisfy(p -> assertThat(p).isNotBlank().doesNotContain(home.toString()));
    assertThat(house.presets.list()).extracting(Preset::name).contains("ours", "tpt");
  }

  @Test
  void allThatIsWrongInAFileIsNamedAtOnce() throws IOException {
    write(
        "broken.json",
        "{'name':'theirs','tasks':['classification'],"
            + "'method':{'type':'tpt','stepps':1,'views':'all','reward':{'models':['x']}}}");
    assertThat(new House(home).presets.problems().get("broken.json"))
        .contains("method.stepps", "method.views", "method.reward.models");
  }

  @Test
  void twoPresetsOfOneNameAreNamed() throws IOException {
    write("a.json", SOUND);
    write("b.json", SOUND.replace("'steps':2", "'steps':3"));
    write("c.json", SOUND.replace("ours", "rlcf-tune"));
    House house = new House(home);

    assertThat(house.presets.problems()).containsOnlyKeys("b.json", "c.json");
    assertThat(house.presets.problems().get("b.json")).contains("another preset called ours");
    assertThat(house.presets.problems().get("c.json")).contains("another preset called rlcf-tune");
    assertThat(house.presets.find("ours").orElseThrow().values().path("steps").asInt())
        .as("the first file's")
        .isEqualTo(2);
    assertThat(house.presets.find("rlcf-tune").orElseThrow().saved()).isFalse();
    assertThat(house.presets.list()).extracting(Preset::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'preset':'rlcf-tune','dataset':'icons','limit':9,'method':{'sampleK':2,'momentum':{}}}",
        "{'preset':'rlcf-tune-ensemble','dataset':'icons','method':{'batchNorm':"
            + "{'priorStrength':4},'augmentation':'hard','minEntropyWeight':0.1}}",
        "{'preset':'tpt','dataset':'icons','model':'icons-clip-vit'}",
        "{'preset':'rlcf-coco-i2t','task':'retrieval','dataset':'scenes'}",
        "{'preset':'rlcf-clipcap','dataset':'scenes','method':{'maskPadding':true}}",
        "{'preset':'zero-shot','dataset':'icons'}",
      })
  void aSavedPresetGivesTheValuesOfItsRun(String request) {
    House house = new House(home);
    ExperimentSpec run = house.resolve(request).spec();
    Preset saved = house.presets.save(preset("mine", run));

    assertThat(saved.saved()).isTrue();
    // the card is another now, and the request says nothing
    house.card(run.model(), run.type(), Map.of("steps", 7));
    ExperimentSpec again =
        house
            .resolve(
                "{'preset':'mine','task':'%s','dataset':'%s','limit':%d}"
                    .formatted(run.task(), run.dataset(), run.limit()))
            .spec();
    assertThat(again.work()).isEqualTo(run.work());
    assertThat(again.model()).isEqualTo(run.model());
    assertThat(again.preset()).isEqualTo("mine");
    assertThat(new House(home).presets.find("mine")).as("a file of the home").isPresent();
  }

  @Test
  void whatARunDidWithoutStaysAway() throws IOException {
    House house = new House(home);
    ExperimentSpec run = house.resolve("{'preset':'rlcf-tune','dataset':'icons'}").spec();
    house.presets.save(preset("mine", run));

    assertThat(Files.readString(home.resolve("presets/mine.json")))
        .as("null would say that nothing was given")
        .contains("\"momentum\" : false");
  }

  @Test
  void namesThatAreTakenAreNotSaved() throws IOException {
    House house = new House(home);
    ExperimentSpec run = house.resolve("{'preset':'tpt','dataset':'icons'}").spec();
    house.presets.save(preset("mine", run));
    String kept = Files.readString(home.resolve("presets/mine.json"));
    for (String name : List.of("mine", "tpt", "rlcf-clipcap")) {
      assertThatThrownBy(() -> house.presets.save(preset(name, run)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("there is a preset " + name + " already");
    }
    assertThat(Files.readString(home.resolve("presets/mine.json"))).isEqualTo(kept);

    // a file that holds another preset, or none yet, is somebody's work
    write("theirs.json", SOUND);
    write("half.json", "{");
    for (String name : List.of("theirs", "half")) {
      assertThatThrownBy(() -> house.presets.save(preset(name, run)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("name");
    }
    assertThat(house.presets.find("ours")).isPresent();
    assertThat(Files.readString(home.resolve("presets/half.json"))).isEqualTo("{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Mine", "my preset", "../mine", "a/b", ".mine", "mine\n", "é"})
  void badNamesAreNotSaved(String name) {
    House house = new House(home);
    ExperimentSpec run = house.resolve("{'preset':'tpt','dataset':'icons'}").spec();
    assertThatThrownBy(() -> house.presets.save(preset(name, run)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("name must be of lower-case letters");
    assertThat(home.resolve("presets")).doesNotExist();
  }

  @Test
  void aNameIsNoLongerThanTheDatabaseKeeps() {
    House house = new House(home);
    ExperimentSpec run = house.resolve("{'preset':'tpt','dataset':'icons'}").spec();
    house.presets.save(preset("x".repeat(60), run));
    assertThatThrownBy(() -> house.presets.save(preset("x".repeat(61), run)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("at most 60");
  }

  @Test
  void valuesOfAMethodThatIsGoneAreNotSaved() {
    House house = new House(home);
    ExperimentSpec run =
        house.reader.read(
            """
            {"task": "classification", "dataset": "icons", "split": "test", "limit": 5, "seed": 0,
             "model": "icons-clip-s", "method": {"type": "bygone", "steps": 1}}
            """);
    assertThatThrownBy(() -> house.presets.save(preset("mine", run)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("method.type")
        .hasMessageContaining("bygone");
    assertThat(home.resolve("presets")).doesNotExist();
  }

  private static Preset preset(String name, ExperimentSpec run) {
    return new Preset(
        name,
        name,
        "",
        List.of(run.task()),
        run.model(),
        run.work().key(),
        run.work().json(),
        true);
  }

  private void write(String file, String json) throws IOException {
    Path folder = Files.createDirectories(home.resolve("presets"));
    Files.writeString(folder.resolve(file), json.replace('\'', '"'));
  }
}
