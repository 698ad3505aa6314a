package dev.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.attune.method.Method;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.task.SampleStream;
import dev.attune.testing.PluginJars;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Specs as a database keeps them: those of version 1, and those of methods that changed or left.
 */
class StoredSpecsTest {
  private static final House HOUSE = new House(Path.of("nowhere"));
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What version 1 wrote for a method that has no such value. */
  private static final Map<String, String> NEUTRAL =
      Map.ofEntries(
          Map.entry("steps", "0"),
          Map.entry("learningRate", "0.0"),
          Map.entry("weightDecay", "0.0"),
          Map.entry("sampleK", "1"),
          Map.entry("views", "1"),
          Map.entry("selection", "1.0"),
          Map.entry("cropScale", "1.0"),
          Map.entry("reward.models", "[]"),
          Map.entry("reward.baseline", "true"),
          Map.entry("reward.amplify", "false"),
          Map.entry("reward.scope", "\"view\""),
          Map.entry("reward.weights", "\"mean\""),
          Map.entry("augmentation", "\"crop\""),
          Map.entry("parameters", "\"all\""),
          Map.entry("distillation", "\"kd\""),
          Map.entry("minEntropyWeight", "0.0"),
          Map.entry("batchNorm.statistics", "\"running\""),
          Map.entry("batchNorm.priorStrength", "0.0"),
          Map.entry("momentum", "null"),
          Map.entry("contextVectors", "null"),
          Map.entry("maskPadding", "false"),
          Map.entry("noise", "0.0"));

  static Stream<Path> ofVersion1() throws IOException, URISyntaxException {
    return Files.list(
            Path.of(Objects.requireNonNull(StoredSpecsTest.class.getResource("/version1")).toURI()))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("ofVersion1")
  void whatVersion1StoredGivesTheSameValues(Path file) throws IOException {
    JsonNode kept = JSON.readTree(Files.readString(file));
    SpecReader.Stored stored = HOUSE.reader.stored(Files.readString(file));
    ExperimentSpec spec = stored.spec();

    assertThat(stored.notes()).allMatch(n -> n.contains("did not have then")); // newer options
    assertThat(spec.work()).isNotInstanceOf(Work.Gone.class);
    for (String name : Set.of("preset", "task", "dataset", "split", "limit", "seed", "model")) {
      assertThat(JSON.<JsonNode>valueToTree(spec).path(name).toString())
          .as(name)
          .isEqualTo(kept.path(name).toString());
    }
    JsonNode values = kept.path(spec.work().key());
    assertThat(spec.type()).isEqualTo(values.path("type").asString());
    Set<String> had = compare(values, spec.work().json(), "");
    had.remove("type");
    // what it does not have any more was nothing
    leaves(values, "")
        .filter(name -> !had.contains(name) && !name.equals("type"))
        .forEach(
            name ->
                assertThat(values.at("/" + name.replace('.', '/')).toString())
                    .as(name)
                    .isEqualTo(NEUTRAL.get(name)));
    // and it is a request for the same run
    ExperimentSpec again = HOUSE.reader.read(HOUSE.reader.write(spec));
    assertThat(again).isEqualTo(spec);
  }

  /** Names of the values that are in both, which must be the same. */
  private static Set<String> compare(JsonNode kept, ObjectNode read, String prefix) {
    return leaves(kept, prefix)
        .filter(name -> !read.at("/" + name.replace('.', '/')).isMissingNode())
        .peek(
            name -> {
              JsonNode now = read.at("/" + name.replace('.', '/'));
              JsonNode then = kept.at("/" + name.replace('.', '/'));
              assertThat(now.toString()).as(name).isEqualTo(then.toString());
            })
        .collect(Collectors.toSet());
  }

  private static Stream<String> leaves(JsonNode tree, String prefix) {
    return tree.properties().stream()
        .flatMap(
            e ->
                e.getValue().isObject()
                    ? leaves(e.getValue(), prefix + e.getKey() + ".")
                    : Stream.of(prefix + e.getKey()));
  }

  @Test
  void thereIsOneOfEachMethodAndTrainer() throws Exception {
    Set<String> types =
        ofVersion1()
            .map(
                f -> {
                  try {
                    return HOUSE.reader.read(Files.readString(f)).type();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .collect(Collectors.toSet());
    // those of version 1; later ones cannot have been stored by it
    assertThat(types)
        .contains("clipcap", "capdec", "zero-shot", "rlcf-caption")
        .contains("tpt", "rlcf-prompt", "tpt-tune", "rlcf-tune", "kd-tune")
        .contains("rlcf-i2t", "rlcf-t2i", "kd-i2t", "kd-t2i");
  }

  @ParameterizedTest
  @MethodSource("ofVersion1")
  void whatVersion1StoredIsARequestForTheSameRun(Path file) throws IOException {
    ExperimentSpec spec = HOUSE.reader.read(Files.readString(file));
    SpecResolver.Resolved again = HOUSE.resolve(Files.readString(file));
    assertThat(again.spec().work()).isEqualTo(spec.work());
    assertThat(again.spec().model()).isEqualTo(spec.model());
    assertThat(again.origins().notes()).isEmpty();
  }

  @Test
  void theFirstOfVersion1DidNotSayAllYet() {
    SpecReader.Stored stored =
        HOUSE.reader.stored(
            spec(
                "rlcf-tune",
                """
                "steps":3,"learningRate":1.0E-4,"weightDecay":5.0E-4,"sampleK":10,"views":16,
                "selection":0.25,"cropScale":0.5,"reward":{"models":["icons-clip-l"],
                "baseline":true,"amplify":false,"scope":"view"}
                """));
    ObjectNode values = stored.spec().work().json();
    assertThat(values.path("augmentation").asString()).isEqualTo("crop");
    assertThat(values.at("/reward/weights").asString()).isEqualTo("mean");
    assertThat(values.at("/batchNorm/statistics").asString())
        .as("what it did then, and not today's default")
        .isEqualTo("running");
    assertThat(values.path("momentum").isNull()).isTrue();
    assertThat(stored.notes()).isEmpty();
  }

  @Test
  void whatVersion1TookAndDidNotUseIsNoted() {
    SpecReader.Stored stored =
        HOUSE.reader.stored(spec("tpt", "\"steps\": 1, \"views\": 8, \"sampleK\": 5"));
    assertThat(stored.spec().work()).isInstanceOf(Work.Adaptation.class);
    assertThat(stored.notes()).anySatisfy(n -> assertThat(n).contains("tpt has no sampleK", "5"));
  }

  @Test
  void anOptionThatCameLaterHasItsDefaultAndIsNoted(@TempDir Path home) throws Exception {
    House house = withPlugin(home, source -> source);
    SpecReader.Stored stored =
        house.reader.stored(
            spec(
                "mean-of-views",
                "\"views\":4,\"selection\":1.0,\"cropScale\":0.5,\"augmentation\":\"crop\""));
    assertThat(stored.spec().method().path("plainShare").asDouble()).isEqualTo(0.5);
    assertThat(stored.spec().method().path("views").asInt()).isEqualTo(4);
    assertThat(stored.notes())
        .singleElement()
        .asString()
        .contains("plainShare", "mean-of-views", "0.5");
    assertThat(house.reader.stored(house.reader.write(stored.spec())).notes()).isEmpty();
  }

  @Test
  void whatARunDidWithoutIsNotItsMethodsDefault(@TempDir Path home) throws Exception {
    House house =
        withPlugin(
            home,
            source ->
                source
                    .replace(
                        "@Schema(title = \"Share of",
                        "dev.attune.method.options.@org.jspecify.annotations.Nullable"
                            + " MomentumSpec momentum,\n"
                            + "@Schema(title = \"Share of")
                    .replace(
                        "new Options(ViewOptions.PAPERS, 0.5)",
                        "new Options(ViewOptions.PAPERS,"
                            + " new dev.attune.method.options.MomentumSpec(), 0.5)"));
    String on = "{'dataset':'icons','method':{'type':'mean-of-views'}}";
    String off = "{'dataset':'icons','method':{'type':'mean-of-views','momentum':false}}";
    assertThat(house.resolve(on).spec().method().path("momentum").isObject()).isTrue();
    ExperimentSpec without = house.resolve(off).spec();
    assertThat(without.method().path("momentum").isNull()).isTrue();
    assertThat(house.reader.read(house.reader.write(without))).isEqualTo(without);
    house.presets.save(
        new Preset(
            "off",
            "off",
            "",
            List.of("classification"),
            without.model(),
            Work.METHOD,
            without.work().json(),
            true));
    assertThat(house.resolve("{'preset':'off','dataset':'icons'}").spec().work())
        .isEqualTo(without.work());
  }

  private static House withPlugin(Path home, UnaryOperator<String> change) throws Exception {
    Path plugins = Files.createDirectories(home.resolve("plugins"));
    PluginJars.make(
        plugins.resolve("mean.jar"),
        "MeanOfViews",
        change.apply(PluginJars.source()),
        home.resolve("scratch"));
    House house = new House(home);
    assertThat(house.methods.plugins()).singleElement().extracting(p -> p.problem()).isNull();
    return house;
  }

  @Test
  void aMethodThatIsNotThereAnyMoreIsGone() {
    String json = spec("bygone", "\"steps\":2,\"depth\":{\"of\":3}");
    ExperimentSpec spec = HOUSE.reader.read(json);
    assertThat(spec.work())
        .isInstanceOfSatisfying(
            Work.Gone.class, gone -> assertThat(gone.type()).isEqualTo("bygone"));
    assertThat(spec.type()).isEqualTo("bygone");
    assertThat(spec.judges()).isEmpty();
    assertThat(spec.work().chained()).isFalse();
    assertThat(spec.values(Map.of()))
        .extracting(ExperimentSpec.Value::title, ExperimentSpec.Value::shown)
        .contains(tuple("steps", "2"), tuple("depth", "{\"of\":3}"));
    ObjectNode written = (ObjectNode) JSON.readTree(json);
    written.put("sample", "first").put("order", "set").put("orders", 1).put("settings", "global");
    assertThat(JSON.readTree(HOUSE.reader.write(spec))).isEqualTo(written);
  }

  @Test
  void valuesThatAreNotTheMethodsAnyMoreAreGoneToo() {
    assertThat(HOUSE.reader.read(spec("tpt", "\"steps\":1,\"depth\":3")).work())
        .isInstanceOf(Work.Gone.class);
    assertThat(HOUSE.reader.read(spec("tpt", "\"steps\":\"many\"")).work())
        .isInstanceOf(Work.Gone.class);
    String training =
        spec("x", "").replaceAll("\"method\": .*", "\"training\": {\"type\": \"gone\"}}");
    ExperimentSpec spec = HOUSE.reader.read(training);
    assertThat(spec.work()).isInstanceOf(Work.Gone.class);
    assertThat(spec.isTraining()).isTrue();
  }

  @Test
  void aTrainingThatLacksAValueIsGoneAndNoError() {
    String training =
        spec("x", "")
            .replaceAll(
                "\"method\": .*", "\"training\": {\"type\": \"clipcap\", \"captioner\": \"c\"}}");
    assertThat(HOUSE.reader.read(training).work()).isInstanceOf(Work.Gone.class);
  }

  @Test
  void everyMethodReadsItsOwnDefaultsBack() {
    for (Method<?> method : HOUSE.methods.list()) {
      ExperimentSpec spec =
          new ExperimentSpec(
              null,
              "classification",
              "icons",
              "test",
              5,
              0,
              "icons-clip-s",
              SampleStream.AS_LISTED,
              Settings.GLOBAL,
              new Work.Adaptation(SpecReader.chosen(method, method.defaults())));
      SpecReader.Stored stored = HOUSE.reader.stored(HOUSE.reader.write(spec));
      assertThat(stored.spec()).isEqualTo(spec);
      assertThat(stored.notes()).isEmpty();
      for (Leaf leaf : OptionSchema.of(method.options()).leaves()) {
        assertThat(leaf.title()).isNotBlank();
      }
    }
  }

  private static String spec(String type, String values) {
    return """
    {"preset": null, "task": "classification", "dataset": "icons", "split": "test", \
    "limit": 5, "seed": 0, "model": "icons-clip-s", "method": {"type": "%s"%s%s}}\
    """
        .formatted(type, values.isEmpty() ? "" : ",", values.replace('\n', ' '));
  }
}
