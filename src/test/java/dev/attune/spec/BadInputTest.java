package dev.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.attune.testing.PluginJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that a method does not have, or not so: each is named as it was given. */
class BadInputTest {
  private static final House HOUSE = new House(Path.of("nowhere"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "tpt | 'stepps':1 | method.stepps",
        "tpt | 'momentum':{'tau':0.9} | method.momentum.tau",
        "tpt | 'momentum':{} | method.momentum",
        "tpt | 'reward':{'models':['icons-clip-l']} | method.reward.models",
        "tpt | 'minEntropyWeight':0.1 | method.minEntropyWeight",
        "tpt | 'contextVectors':5 | method.contextVectors",
        "rlcf-tune | 'reward':{'modells':[]} | method.reward.modells",
        "rlcf-tune | 'momentum':{'tau':0.9,'beta':1} | method.momentum.beta",
        "rlcf-tune | 'momentum':true | method.momentum",
        "rlcf-tune | 'momentum':0.9 | method.momentum",
        "rlcf-tune | 'reward':false | method.reward",
        "rlcf-tune | 'steps':{'count':1} | method.steps",
        "rlcf-tune | 'steps':false | method.steps",
        "rlcf-tune | 'views.count':4 | method.views.count",
        "rlcf-tune | 'distillation':'dkd' | method.distillation",
        "zero-shot | 'steps':1 | method.steps",
        "kd-tune | 'minEntropyWeight':0.5 | method.minEntropyWeight",
      })
  void aValueThatAMethodDoesNotHaveIsNamedAsGiven(String preset, String values, String field) {
    List<FieldProblem> problems =
        HOUSE.problems("{'preset':'%s','dataset':'icons','method':{%s}}".formatted(preset, values));
    assertThat(problems).extracting(FieldProblem::field).containsExactly(field);
    assertThat(problems.get(0).message()).isNotBlank();
  }

  @Test
  void whatIsUnknownComesWithWhatIsKnown() {
    assertThat(
            HOUSE
                .problems("{'preset':'tpt','dataset':'icons','method':{'stepps':1}}")
                .get(0)
                .message())
        .contains("unknown field", "steps", "learningRate", "selection");
  }

  @ParameterizedTest
  @CsvSource({
    "ttl, icons-clip-s, vision transformer",
    "watt, icons-clip-s, vision transformer",
    "watt, icons-clip-l, vision transformer"
  })
  void aTowerThatAMethodCannotAdaptIsRefusedByTheModelsName(
      String preset, String model, String reason) {
    String request = "{'preset':'%s','dataset':'icons','model':'%s'}";
    List<FieldProblem> problems = HOUSE.problems(request.formatted(preset, model));
    assertThat(problems).extracting(FieldProblem::field).containsExactly("model");
    assertThat(problems.get(0).message()).contains(preset, reason);
    assertThat(HOUSE.resolve(request.formatted(preset, "icons-clip-vit")).spec().model())
        .isEqualTo("icons-clip-vit");
  }

  @Test
  void tcrNeedsAVisionTransformerFromImageToText() {
    String request = "{'preset':'tcr-%s','dataset':'scenes','limit':8,'model':'icons-clip-s'}";
    List<FieldProblem> problems = HOUSE.problems(request.formatted("i2t"));
    assertThat(problems).extracting(FieldProblem::field).containsExactly("model");
    assertThat(problems.get(0).message()).contains("tcr", "vision transformer", "image to text");
    assertThat(HOUSE.resolve(request.formatted("t2i")).spec().model()).isEqualTo("icons-clip-s");
  }

  @Test
  void tcrNeedsAQueryThatIsCertain() {
    String request =
        "{'preset':'tcr-%s','dataset':'scenes','limit':%d,'model':'icons-clip-vit',"
            + "'method':{'batchSize':%d}}";
    assertThat(HOUSE.problems(request.formatted("i2t", 3, 8)))
        .containsExactly(
            new FieldProblem(
                "limit",
                "must give at least 4 queries, which tcr adapts to together; these are 3"));
    assertThat(HOUSE.resolve(request.formatted("i2t", 4, 8)).spec().limit()).isEqualTo(4);
    assertThat(HOUSE.resolve(request.formatted("t2i", 1, 8)).spec().limit())
        .as("a picture has several captions")
        .isEqualTo(1);
    assertThat(HOUSE.problems(request.formatted("i2t", 8, 3)))
        .containsExactly(
            new FieldProblem(
                "method.batchSize", "must be at least 4, or the certain share of it is no query"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "zero-shot | retrieval | scenes | 'batch':0 | method.hubness.batch",
        "zero-shot | retrieval | scenes | 'batch':1025 | method.hubness.batch",
        "rlcf-i2t | retrieval | scenes | 'share':0 | method.hubness.share",
        "rlcf-t2i | retrieval | scenes | 'share':1.5 | method.hubness.share",
        "kd-i2t | retrieval | scenes | 'sharre':0.5 | method.hubness.sharre",
        "kd-t2i | retrieval | scenes | 'batch':'all' | method.hubness.batch",
        "zero-shot | retrieval | scenes | 'batch':1024,'share':1 | method.hubness.share",
        "zero-shot | classification | icons | 'batch':16 | method.hubness",
        "tpt | classification | icons | 'batch':16 | method.hubness.batch",
        "rlcf-caption | captioning | scenes | 'batch':16 | method.hubness.batch",
        "zero-shot-video | video-retrieval | motion | 'batch':0 | method.hubness.batch",
        "zero-shot-video | video-retrieval | motion | 'batch':1024,'share':1"
            + " | method.hubness.share",
      })
  void hubnessThatCannotBeIsNamed(
      String method, String task, String dataset, String values, String field) {
    assertThat(
            HOUSE.wrong(
                "{'task':'%s','dataset':'%s','method':{'type':'%s','hubness':{%s}}}"
                    .formatted(task, dataset, method, values)))
        .containsExactly(field);
  }

  @Test
  void hubnessAndQbNormAreNotTakenTogether() {
    assertThat(
            HOUSE.problems(
                "{'dataset':'motion','method':{'type':'zero-shot-video','hubness':{'batch':4},"
                    + "'qbNorm':{'bank':'motion-train','heldOut':'motion-validation'}}}"))
        .containsExactly(
            new FieldProblem(
                "method.hubness", "does what qbNorm does in another way: take one of the two"));
  }

  @Test
  void hubnessMakesARunAChainOfTheModelAsItIs() {
    ExperimentSpec spec =
        HOUSE
            .resolve(
                "{'preset':'zero-shot','task':'retrieval','dataset':'scenes','limit':9,"
                    + "'method':{'hubness':{'batch':8}}}")
            .spec();
    assertThat(spec.work().chained()).isTrue();
    assertThat(spec.method().path("hubness").path("share").asDouble()).isEqualTo(0.1);
    assertThat(spec.values(Map.of()))
        .extracting(ExperimentSpec.Value::name)
        .contains("method.hubness.batch", "method.hubness.share");
  }

  @ParameterizedTest
  @ValueSource(strings = {"watt", "tent", "sar"})
  void aRunWithFewerPicturesThanAMethodTakesTogetherIsRefused(String preset) {
    String request = "{'preset':'%s','dataset':'icons','limit':%d}";
    List<FieldProblem> problems = HOUSE.problems(request.formatted(preset, 1));
    assertThat(problems).extracting(FieldProblem::field).containsExactly("limit");
    assertThat(problems.get(0).message())
        .isEqualTo(
            "must give at least 2 queries, which %s adapts to together; these are 1"
                .formatted(preset));
    assertThat(HOUSE.resolve(request.formatted(preset, 2)).spec().limit()).isEqualTo(2);
  }

  @Test
  void memoNeedsAViewBesideThePlainOne() {
    assertThat(HOUSE.wrong("{'preset':'memo','dataset':'icons','method':{'views':1}}"))
        .containsExactly("method.views");
  }

  @Test
  void retrievalHasNoViews() {
    assertThat(
            HOUSE.wrong(
                "{'dataset':'scenes','method':"
                    + "{'type':'rlcf-i2t','views':2,'augmentation':'zoom'}}"))
        .containsExactly("method.views", "method.augmentation");
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    assertThat(
            HOUSE.wrong(
                "{'preset':'tpt','dataset':'icons','limit':0,'split':'train','method':{'stepps':1,"
                    + "'momentum':{'tau':0.9},'views':'all','selection':3,'learningRate':-1}}"))
        .containsExactlyInAnyOrder(
            "limit",
            "split",
            "method.stepps",
            "method.momentum.tau",
            "method.views",
            "method.selection",
            "method.learningRate");
  }

  @Test
  void valuesAreLookedAtAlsoWhereTheSetIsUnknown() {
    assertThat(HOUSE.wrong("{'preset':'tpt','dataset':'nope','method':{'stepps':1}}"))
        .containsExactlyInAnyOrder("dataset", "method.stepps");
    assertThat(HOUSE.wrong("{'dataset':'nope','method':{'type':'tpt','stepps':1,'views':'x'}}"))
        .containsExactlyInAnyOrder("dataset", "method.stepps", "method.views");
  }

  @Test
  void trainingsNameTheirsToo() {
    assertThat(
            HOUSE.wrong(
                "{'preset':'train-clipcap','dataset':'scenes','limit':20,'training':"
                    + "{'captioner':'mine','epocs':1,'noise':0.1,'batch':'all','warmUp':-1}}"))
        .containsExactlyInAnyOrder(
            "training.epocs", "training.noise", "training.batch", "training.warmUp");
  }

  @Test
  void nullGivesNothingAnywhere() {
    ExperimentSpec plain = HOUSE.resolve("{'preset':'rlcf-tune','dataset':'icons'}").spec();
    ExperimentSpec nulls =
        HOUSE
            .resolve(
                "{'preset':'rlcf-tune','dataset':'icons','method':{'steps':null,'momentum':null,"
                    + "'reward':{'models':null},'batchNorm':null,'kk':null}}")
            .spec();
    assertThat(nulls).isEqualTo(plain);
  }

  @Test
  void aCardWithAnotherMethodsValuesIsNamedAndHarmsNoOtherMethod() {
    House house = new House(Path.of("nowhere"));
    house.card("icons-clip-s", "tpt", Map.of("momentum", Map.of("tau", 0.9), "views", "many"));

    List<FieldProblem> problems = house.problems("{'preset':'tpt','dataset':'icons'}");
    assertThat(problems).extracting(FieldProblem::field).containsOnly("model");
    assertThat(problems)
        .extracting(FieldProblem::message)
        .anySatisfy(m -> assertThat(m).contains("card of icons-clip-s", "momentum.tau", "tpt"))
        .anySatisfy(m -> assertThat(m).contains("card of icons-clip-s", "views", "tpt"));
    assertThat(house.resolve("{'preset':'rlcf-tune','dataset':'icons'}").spec().type())
        .isEqualTo("rlcf-tune");
    assertThat(
            house
                .resolve("{'preset':'tpt','dataset':'icons','model':'icons-clip-vit'}")
                .spec()
                .model())
        .isEqualTo("icons-clip-vit");
  }

  @Test
  void whatVersion1WroteIntoCardsIsPassedOver() {
    House house = new House(Path.of("nowhere"));
    house.card(
        "icons-clip-s",
        "tpt",
        Map.of("views", 16, "selection", 0.5, "sampleK", 1, "parameters", "all"));
    house.card("icons-clip-s", "nobody", Map.of("anything", 1));
    SpecResolver.Resolved run = house.resolve("{'preset':'tpt','dataset':'icons'}");
    assertThat(run.spec().method().path("views").asInt()).isEqualTo(16);
    assertThat(run.origins().notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"rlcf-caption,captioning", "rlcf-t2i,retrieval", "zero-shot,retrieval"})
  void aMethodTellsItsTask(String method, String task) {
    String json = "{'dataset':'scenes','limit':5,'method':{'type':'%s'}}".formatted(method);
    assertThat(HOUSE.resolve(json).spec().task()).isEqualTo(task);
  }

  @Test
  void aMethodOfSeveralTasksNeedsOneNamed(@TempDir Path home) throws Exception {
    PluginJars.make(
        Files.createDirectories(home.resolve("plugins")).resolve("both.jar"),
        "MeanOfViews",
        PluginJars.source()
            .replace(
                "Set.of(Question.CLASS_OF_IMAGE)",
                "Set.of(Question.CAPTION_OF_IMAGE, Question.TEXTS_OF_IMAGE)"),
        home.resolve("1"));
    House house = new House(home);
    String json = "{'dataset':'scenes','limit':5,%s'method':{'type':'mean-of-views'}}";
    assertThat(house.problems(json.formatted("")))
        .containsExactly(
            new FieldProblem("task", "must be one of captioning, retrieval on scenes"));
    assertThat(house.resolve(json.formatted("'task':'retrieval',")).spec().task())
        .isEqualTo("retrieval");
  }

  @Test
  void twoMethodsOfOneNameAreNamed(@TempDir Path home) throws Exception {
    Path plugins = Files.createDirectories(home.resolve("plugins"));
    String source = PluginJars.source();
    PluginJars.make(plugins.resolve("a.jar"), "MeanOfViews", source, home.resolve("1"));
    PluginJars.make(plugins.resolve("b.jar"), "MeanOfViews", source, home.resolve("2"));
    PluginJars.make(
        plugins.resolve("c.jar"),
        "MeanOfViews",
        source.replace("\"mean-of-views\"", "\"rlcf-tune\""),
        home.resolve("3"));
    House house = new House(home);

    assertThat(house.methods.plugins())
        .extracting(Methods.Plugin::file, Methods.Plugin::problem)
        .containsExactly(
            tuple("a.jar", null),
            tuple("b.jar", "there is another method called mean-of-views"),
            tuple("c.jar", "there is another method called rlcf-tune"));
    assertThat(house.methods.pluginOf("mean-of-views").orElseThrow().file()).isEqualTo("a.jar");
    assertThat(house.methods.pluginOf("rlcf-tune")).isEmpty();
    assertThat(house.methods.list()).extracting(m -> m.id()).doesNotHaveDuplicates();
    assertThat(house.resolve("{'preset':'rlcf-tune','dataset':'icons'}").spec().type())
        .isEqualTo("rlcf-tune");
    assertThat(
            house
                .resolve("{'dataset':'icons','method':{'type':'mean-of-views'}}")
                .spec()
                .method()
                .path("plainShare")
                .asDouble())
        .isEqualTo(0.5);
  }
}
