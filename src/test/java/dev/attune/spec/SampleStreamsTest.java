package dev.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.task.Order;
import dev.attune.task.SampleStream;
import dev.attune.task.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Which samples a request asks for, and in which order. */
class SampleStreamsTest {
  private static final House HOUSE = new House(Path.of("nowhere"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tda",
        "bca",
        "dmn",
        "boostadapter",
        "ecalp",
        "onzeta",
        "dpe",
        "dynaprompt",
        "tent",
        "sar"
      })
  void aMethodThatLearnsFromSampleToSampleIsShuffled(String method) {
    assertThat(stream("'dataset':'icons','method':{'type':'%s'}".formatted(method)))
        .isEqualTo(new SampleStream(Sampling.BALANCED, Order.SHUFFLED, 0L, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zero-shot", "zero", "tpt", "rlcf-tune", "rlcf-tune-momentum", "watt"})
  void allOthersComeAsTheSetListsThemAndMomentumToo(String preset) {
    assertThat(stream("'dataset':'icons','preset':'%s'".formatted(preset)))
        .isEqualTo(new SampleStream(Sampling.BALANCED, Order.SET, null, 1));
  }

  @Test
  void aSeedOrSeveralOrdersShuffle() {
    assertThat(stream("'dataset':'icons','preset':'zero-shot','orderSeed':7"))
        .isEqualTo(new SampleStream(Sampling.BALANCED, Order.SHUFFLED, 7L, 1));
    assertThat(
            stream("'dataset':'icons','preset':'rlcf-tune-momentum','orders':3,'sample':'first'"))
        .isEqualTo(new SampleStream(Sampling.FIRST, Order.SHUFFLED, 0L, 3));
    assertThat(stream("'dataset':'icons','preset':'watt','orders':2")) // what is in its batches
        .isEqualTo(new SampleStream(Sampling.BALANCED, Order.SHUFFLED, 0L, 2));
    assertThat(stream("'dataset':'icons','preset':'tda','order':'set'"))
        .isEqualTo(new SampleStream(Sampling.BALANCED, Order.SET, null, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "tda | 'order':'random' | order | must be set or shuffled",
        "tda | 'sample':'all' | sample | must be balanced or first",
        "tda | 'orders':0 | orders | must be 1 to 100",
        "tda | 'orders':101 | orders | must be 1 to 100",
        "tda | 'orders':2,'order':'set' | orders | must be 1 in the set's order, of which there is one",
        "tda | 'orderSeed':2,'order':'set' | orderSeed | is for the order shuffled",
        "zero-shot | 'orders':2 | orders | must be 1: zero-shot does not learn from sample to sample,"
            + " so all orders give the same numbers",
        "rlcf-tune | 'orders':2 | orders | must be 1: rlcf-tune does not learn from sample to sample,"
            + " so all orders give the same numbers",
      })
  void badValuesAreNamed(String preset, String values, String field, String message) {
    assertThat(HOUSE.problems("{'preset':'%s','dataset':'icons',%s}".formatted(preset, values)))
        .containsExactly(new FieldProblem(field, message));
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    assertThat(
            HOUSE.wrong(
                "{'preset':'tda','dataset':'icons','limit':0,'sample':'x','order':'y','orders':-1}"))
        .containsExactlyInAnyOrder("limit", "sample", "order", "orders");
  }

  @Test
  void aTrainingHasNone() {
    assertThat(
            HOUSE.wrong(
                "{'preset':'train-clipcap','dataset':'scenes','limit':20,'sample':'first',"
                    + "'order':'set','orderSeed':1,'orders':1,'training':{'captioner':'mine'}}"))
        .containsExactlyInAnyOrder("sample", "order", "orderSeed", "orders");
    String kept =
        HOUSE.reader.write(
            HOUSE
                .resolve(
                    "{'preset':'train-clipcap','dataset':'scenes','limit':20,"
                        + "'training':{'captioner':'mine'}}")
                .spec());
    assertThat(kept).doesNotContain("\"sample\"", "\"order");
  }

  @Test
  void aSpecIsARequestForTheSame() {
    for (String values :
        List.of(
            "'preset':'tda','orders':3,'orderSeed':5",
            "'preset':'tda','order':'set','sample':'first'",
            "'preset':'zero-shot'")) {
      ExperimentSpec spec =
          HOUSE.resolve("{'dataset':'icons','limit':9,%s}".formatted(values)).spec();
      String json = HOUSE.reader.write(spec);
      assertThat(HOUSE.resolve(json).spec().stream()).isEqualTo(spec.stream());
      assertThat(HOUSE.reader.read(json)).isEqualTo(spec);
    }
  }

  @Test
  void whatEarlierVersionsKeptIsOfTheFirstSamplesAsTheSetListsThem() {
    ExperimentSpec spec =
        HOUSE.reader.read(
            "{\"preset\":\"tda\",\"task\":\"classification\",\"dataset\":\"icons\",\"split\":"
                + "\"test\",\"limit\":5,\"seed\":0,\"model\":\"icons-clip-s\",\"method\":"
                + "{\"type\":\"tda\"}}");
    assertThat(spec.stream()).isEqualTo(SampleStream.AS_LISTED);
  }

  @Test
  void theyAreShownWithWhoGaveThem() {
    SpecResolver.Resolved resolved = HOUSE.resolve("{'preset':'tda','dataset':'icons','orders':3}");
    assertThat(resolved.spec().values(resolved.origins().values()))
        .startsWith(
            new ExperimentSpec.Value("sample", "Samples", "balanced", "the default"),
            new ExperimentSpec.Value("order", "Order", "shuffled", "the default"),
            new ExperimentSpec.Value("orderSeed", "Order's seed", "0", "the default"),
            new ExperimentSpec.Value("orders", "Orders", "3", "given"));
  }

  private static SampleStream stream(String request) {
    return HOUSE.resolve("{%s}".formatted(request)).spec().stream();
  }

  @Test
  void settingsOfASetAreThoseOfThePapersAndAreSaid() {
    Presets presets = HOUSE.presets;
    assertThat(presets.find("tda").orElseThrow().sets().keySet())
        .contains("imagenet-a", "oxford-pets");
    assertThat(HOUSE.problems("{'preset':'tda','dataset':'icons','settings':'per-set'}").get(0))
        .satisfies(
            p -> {
              assertThat(p.field()).isEqualTo("settings");
              assertThat(p.message())
                  .startsWith("there are none for icons, but for imagenet, imagenet-a, ");
            });
    assertThat(HOUSE.problems("{'preset':'tpt','dataset':'icons','settings':'per-set'}"))
        .containsExactly(new FieldProblem("settings", "tpt has one setting for all sets"));
    assertThat(HOUSE.problems("{'preset':'tda','dataset':'icons','settings':'mine'}"))
        .containsExactly(new FieldProblem("settings", "must be global or per-set"));
    assertThat(HOUSE.resolve("{'preset':'tda','dataset':'icons'}").spec().settings())
        .isEqualTo(Settings.GLOBAL);
  }

  @Test
  void settingsOfEachSetAreAllowed(@TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve("presets"));
    int count = 0;
    for (Preset preset : HOUSE.presets.list()) {
      for (ObjectNode values : preset.sets().values()) {
        ObjectNode file = OptionJson.object().put("name", "own-" + ++count);
        file.putArray("tasks").add("classification");
        file.putObject("method").put("type", preset.type());
        file.putObject("sets").set("icons", values);
        Files.writeString(home.resolve("presets/%d.json".formatted(count)), file.toString());
      }
    }
    assertThat(count).isGreaterThan(60);
    House house = new House(home);
    for (int n = 1; n <= count; n++) {
      String request = "{'preset':'own-%d','dataset':'icons','settings':'per-set'}";
      assertThat(house.resolve(request.formatted(n)).spec().preset()).isEqualTo("own-" + n);
    }
  }

  @Test
  void settingsOfASetStandAboveTheCardAndBelowTheRequest(@TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve("presets"));
    Files.writeString(
        home.resolve("presets/ours.json"),
        """
        {"name": "ours", "tasks": ["classification"], "method": {"type": "tda"},
         "sets": {"icons": {"views": 1, "selection": 1, "positive": {"alpha": 3, "beta": 7}}}}
        """);
    Files.writeString(
        home.resolve("presets/wrong.json"),
        """
        {"name": "wrong", "tasks": ["classification"], "method": {"type": "tda"},
         "sets": {"icons": {"views": 0, "gamma": 7}}}
        """);
    House house = new House(home);
    SpecResolver.Resolved resolved =
        house.resolve(
            "{'preset':'ours','dataset':'icons','settings':'per-set',"
                + "'method':{'positive':{'beta':2}}}");
    ExperimentSpec spec = resolved.spec();
    assertThat(spec.settings()).isEqualTo(Settings.PER_SET);
    assertThat(spec.method().at("/positive/alpha").asDouble()).isEqualTo(3);
    assertThat(spec.method().at("/positive/beta").asDouble()).isEqualTo(2);
    assertThat(spec.method().path("views").asInt()).isEqualTo(1);
    assertThat(resolved.origins().values())
        .containsEntry("method.positive.alpha", "settings for icons")
        .containsEntry("settings", "given");
    assertThat(spec.values(Map.of()))
        .contains(new ExperimentSpec.Value("settings", "Settings", "per-set", ""));
    assertThat(house.reader.read(house.reader.write(spec))).isEqualTo(spec);
    assertThat(house.presets.problems().get("wrong.json"))
        .contains("sets.icons.views", "sets.icons.gamma");
  }
}
