package dev.attune.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.PictureDataset;
import dev.attune.experiment.ExperimentSpec.Momentum;
import dev.attune.hub.BuiltInModels;
import dev.attune.hub.ModelHub;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.metric.Estimate;
import dev.attune.metric.ScoreTable;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.task.Task;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The options of the methods: presets, requests, and specs of earlier versions. */
class MethodOptionsTest {
  private static final BuiltInModels MODELS = new BuiltInModels();
  private static final MethodRules RULES = new MethodRules(MODELS);
  private static final SpecResolver RESOLVER =
      new SpecResolver(
          new Presets(),
          MODELS,
          new TwoSets(),
          RULES,
          new TrainingResolver(new Presets(), ModelHub.at(Path.of("nowhere")), RULES, List.of()),
          List.of(new Named("classification"), new Named("captioning"), new Named("retrieval")));

  static List<String> presets() {
    return new Presets()
        .list().stream()
            .filter(p -> p.method() != null)
            .map(Preset::name)
            .filter(n -> !n.equals("rlcf-prompt-coop"))
            .toList();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void presetsRunOnTheBuiltInModels(String preset) {
    boolean classes = new Presets().find(preset).orElseThrow().serves("classification");
    String set = classes ? "icons" : "scenes";
    ExperimentSpec spec = RESOLVER.resolve(ExperimentRequest.ofPreset(preset, set, 10));
    assertThat(spec.preset()).isEqualTo(preset);
    MethodSpec method = Specs.taskSpec(spec).method();
    assertThat(method.type().id()).isEqualTo(spec.method().type());
    // a spec is a request for the same run
    ExperimentRequest again = Json.read(Json.write(spec), ExperimentRequest.class);
    assertThat(RESOLVER.resolve(again)).isEqualTo(spec);
    assertThat(Json.read(Json.write(spec), ExperimentSpec.class)).isEqualTo(spec);
  }

  @Test
  void presetsCarryThePapersNumbers() {
    ExperimentSpec.Method momentum = preset("rlcf-tune-momentum");
    assertThat(momentum.momentum()).isEqualTo(new Momentum(0.9998, 64, 1));
    assertThat(momentum.learningRate()).isEqualTo(1e-5);
    assertThat(preset("rlcf-tune-ensemble").reward().weights()).isEqualTo("confidence");
    assertThat(preset("rlcf-prompt-fine").augmentation()).isEqualTo("augmix");
    assertThat(preset("rlcf-prompt-coop").contextVectors()).isNotNull();
    assertThat(preset("kd-tune").steps()).isEqualTo(3);
    assertThat(preset("tpt").learningRate()).isEqualTo(5e-3);
    assertThat(preset("tpt-tune").batchNorm().statistics()).isEqualTo("batch");
    assertThat(preset("rlcf-clipcap-nocaps").sampleK()).isEqualTo(10);
    assertThat(preset("rlcf-clipcap-flickr").learningRate()).isEqualTo(2e-6);
    assertThat(preset("rlcf-capdec-flickr").learningRate()).isEqualTo(5e-6);
    assertThat(preset("rlcf-capdec-nocaps").learningRate()).isEqualTo(3e-6);
    assertThat(preset("rlcf-capdec-nocaps-momentum").momentum()).isNotNull();
    assertThat(preset("rlcf-capdec-nocaps-ensemble").reward().models()).hasSize(3);
    for (String set : List.of("coco", "flickr")) {
      for (String form : List.of("", "-ensemble", "-momentum")) {
        ExperimentSpec.Method i2t = preset("rlcf-" + set + "-i2t" + form);
        ExperimentSpec.Method t2i = preset("rlcf-" + set + "-t2i" + form);
        assertThat(i2t.steps()).isEqualTo(t2i.steps()).isEqualTo(8);
        assertThat(i2t.learningRate()).isEqualTo(t2i.learningRate()).isEqualTo(1e-6);
        assertThat(i2t.weightDecay()).isEqualTo(t2i.weightDecay()).isEqualTo(5e-4);
        assertThat(i2t.sampleK()).isEqualTo(set.equals("coco") ? 20 : 16);
        assertThat(t2i.sampleK()).isEqualTo(12);
        assertThat(t2i.momentum() != null).isEqualTo(form.equals("-momentum"));
        assertThat(t2i.reward().weights())
            .isEqualTo(form.equals("-ensemble") ? "confidence" : "mean");
      }
    }
  }

  @Test
  void captionersComeWithTheirPreset() {
    ExperimentSpec spec = resolve("{'preset':'rlcf-capdec','dataset':'scenes'}");
    assertThat(spec.preset()).isEqualTo("rlcf-capdec-flickr");
    assertThat(spec.task()).isEqualTo("captioning");
    assertThat(spec.model()).isEqualTo("icons-capdec");
    assertThat(spec.method().reward().models()).containsExactly("icons-clip-l");
    assertThat(SpecModels.of(spec, MODELS))
        .containsExactly("icons-capdec", "icons-clip-l", "icons-clip-s", "icons-opt");
    assertThat(resolve("{'method':{'type':'rlcf-caption'},'dataset':'scenes'}").method().steps())
        .isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'model':'icons-clip-s' | model",
        "'model':'nobody' | model",
        "'method':{'views':2} | method.views",
        "'method':{'sampleK':101} | method.sampleK",
        "'method':{'parameters':'norm'} | method.parameters",
        "'method':{'minEntropyWeight':0.1} | method.minEntropyWeight",
      })
  void badOptionsOfCaptionsAreNamed(String option, String field) {
    String json = "{'preset':'rlcf-clipcap','dataset':'scenes',%s}".formatted(option);
    assertThat(problem(json).field()).isEqualTo(field);
  }

  private static ExperimentSpec.Method preset(String name) {
    return new Presets().find(name).orElseThrow().method();
  }

  @Test
  void contextVectorsThatAreNotInstalledAreNamed() {
    assertThat(problem("{'preset':'rlcf-prompt-coop','dataset':'icons'}").field())
        .isEqualTo("method.contextVectors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "rlcf-tune | 'augmentation':'zoom' | method.augmentation",
        "rlcf-tune | 'parameters':'some' | method.parameters",
        "rlcf-prompt | 'parameters':'norm' | method.parameters",
        "kd-tune | 'distillation':'xkd' | method.distillation",
        "rlcf-tune | 'distillation':'dkd' | method.distillation",
        "rlcf-tune | 'minEntropyWeight':-1 | method.minEntropyWeight",
        "tpt | 'minEntropyWeight':0.1 | method.minEntropyWeight",
        "rlcf-tune | 'batchNorm':{'statistics':'none'} | method.batchNorm.statistics",
        "rlcf-tune | 'batchNorm':{'priorStrength':-2} | method.batchNorm.priorStrength",
        "rlcf-prompt | 'batchNorm':{'statistics':'batch'} | method.batchNorm.statistics",
        "rlcf-tune | 'reward':{'weights':'loud'} | method.reward.weights",
        "rlcf-tune | 'reward':{'scope':'world'} | method.reward.scope",
        "rlcf-tune | 'momentum':{'tau':1} | method.momentum.tau",
        "rlcf-tune | 'momentum':{'updateFrequency':0} | method.momentum.updateFrequency",
        "rlcf-tune | 'momentum':{'weight':0} | method.momentum.weight",
        "rlcf-prompt | 'momentum':{} | method.momentum",
        "kd-tune | 'reward':{'models':['icons-clip-l','icons-clip-s']} | method.reward.models",
        "rlcf-tune | 'contextVectors':'icons-clip-s' | method.contextVectors",
        "rlcf-tune | 'maskPadding':true | method.maskPadding",
        "rlcf-prompt | 'contextVectors':'icons-clip-s' | method.contextVectors",
      })
  void badOptionsAreNamed(String preset, String option, String field) {
    String json = "{'preset':'%s','dataset':'icons','method':{%s}}".formatted(preset, option);
    assertThat(problem(json).field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "rlcf-coco-i2t | 'views':2 | method.views",
        "rlcf-coco-t2i | 'sampleK':101 | method.sampleK",
        "rlcf-coco-t2i | 'batchNorm':{'statistics':'batch'} | method.batchNorm.statistics",
        "rlcf-coco-t2i | 'distillation':'dkd' | method.distillation",
        "kd-t2i | 'reward':{'models':['icons-clip-l','icons-clip-s']} | method.reward.models",
        "rlcf-tune | | preset",
      })
  void badOptionsOfRetrievalAreNamed(String preset, @Nullable String option, String field) {
    String json =
        "{'preset':'%s','task':'retrieval','dataset':'scenes','method':{%s}}"
            .formatted(preset, option == null ? "" : option);
    assertThat(problem(json).field()).isEqualTo(field);
  }

  @Test
  void whatServesRetrievalKeepsItsOptions() {
    ExperimentSpec spec =
        resolve(
            "{'preset':'kd-t2i','dataset':'scenes','method':{'distillation':'dkd','momentum':{}}}");
    assertThat(spec.task()).isEqualTo("retrieval");
    assertThat(spec.method().distillation()).isEqualTo("dkd");
    assertThat(spec.method().momentum()).isEqualTo(new Momentum(0.9998, 64, 1));
    assertThat(resolve("{'preset':'zero-shot','dataset':'scenes'}").task()).isEqualTo("retrieval");
  }

  private static FieldProblem problem(String json) {
    InvalidRequestException[] thrown = new InvalidRequestException[1];
    assertThatThrownBy(() -> resolve(json))
        .isInstanceOfSatisfying(InvalidRequestException.class, e -> thrown[0] = e);
    return thrown[0].problems().get(0);
  }

  private static ExperimentSpec resolve(String json) {
    return RESOLVER.resolve(
        JsonMapper.shared().readValue(json.replace('\'', '"'), ExperimentRequest.class));
  }

  @Test
  void whatIsNotSaidOfAnOptionIsThePapers() {
    ExperimentSpec spec =
        resolve(
            "{'preset':'rlcf-tune','dataset':'icons','method':"
                + "{'momentum':{'tau':0.9},'batchNorm':{'priorStrength':16}}}");
    assertThat(spec.method().momentum()).isEqualTo(new Momentum(0.9, 64, 1));
    assertThat(spec.method().batchNorm()).isEqualTo(new ExperimentSpec.BatchNorm("mix", 16));
    assertThat(spec.preset()).as("the numbers are not the preset's").isNull();
  }

  @Test
  void specsOfEarlierVersionsMeanWhatTheyMeant() {
    ExperimentSpec spec =
        Json.read(
            """
            {"preset":"rlcf-tune","task":"classification","dataset":"icons","split":"test",
             "limit":200,"seed":0,"model":"icons-clip-s","method":{"type":"rlcf-tune","steps":3,
             "learningRate":1.0E-4,"weightDecay":5.0E-4,"sampleK":10,"views":16,"selection":0.25,
             "cropScale":0.5,"reward":{"models":["icons-clip-l"],"baseline":true,
             "amplify":false,"scope":"view"}}}
            """,
            ExperimentSpec.class);
    MethodSpec method = Specs.taskSpec(spec).method();
    assertThat(method)
        .isEqualTo(
            new MethodSpec(method.type(), 3, 1e-4, 5e-4, 10, 16, 0.25, 0.5, method.reward()));
    assertThat(method.momentum()).isNull();
  }

  /** One data set of classes, one of captions. */
  private static final class TwoSets implements DatasetCatalog {
    private static final DatasetInfo ICONS =
        new DatasetInfo("icons", List.of("classification"), "", 80, 100, "");
    private static final DatasetInfo SCENES =
        new DatasetInfo("scenes", List.of("captioning", "retrieval"), "", 0, 100, "");

    @Override
    public List<DatasetInfo> list() {
      return List.of(ICONS, SCENES);
    }

    @Override
    public Optional<DatasetInfo> find(String name) {
      return list().stream().filter(d -> d.name().equals(name)).findFirst();
    }

    @Override
    public PictureDataset pictures(String name) {
      throw new NoSuchElementException(name);
    }
  }

  /** A task of which only the name is asked. */
  private record Named(String id) implements Task {

    @Override
    public TaskRun open(TaskSpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Estimate> metrics(ScoreTable scores) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Estimate> gains(ScoreTable before, ScoreTable after) {
      throw new UnsupportedOperationException();
    }
  }
}
