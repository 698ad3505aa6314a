package dev.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.DatasetInfo.Modality;
import dev.attune.dataset.PictureDataset;
import dev.attune.hub.BuiltInModels;
import dev.attune.hub.ModelHub;
import dev.attune.method.Chosen;
import dev.attune.method.distill.KdT2i;
import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.BatchNormSpec.Statistics;
import dev.attune.method.options.Distillation;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.QbNormSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.RewardSpec.Weights;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.rlcf.Rewarded;
import dev.attune.method.rlcf.RlcfCaption;
import dev.attune.method.rlcf.RlcfI2t;
import dev.attune.method.rlcf.RlcfT2i;
import dev.attune.method.rlcf.RlcfTune;
import dev.attune.problem.UnknownNameException;
import dev.attune.prompt.PromptCatalog;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.AdaptationSpec;
import dev.attune.task.Tasks;
import dev.attune.task.captioning.CaptioningTask;
import dev.attune.task.classification.ClassificationTask;
import dev.attune.task.retrieval.RetrievalTask;
import dev.attune.task.training.Trainers;
import dev.attune.task.training.Workshop;
import dev.attune.task.video.VideoRetrievalTask;
import dev.attune.vision.Augmentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The options of the methods: presets, requests, and specs of earlier versions. */
class MethodOptionsTest {
  private static final BuiltInModels MODELS = new BuiltInModels();
  private static final DatasetCatalog SETS = new FewSets();
  private static final AttuneProperties PROPERTIES =
      new AttuneProperties(
          Path.of("nowhere"),
          "cpu",
          AttuneProperties.Role.WEB,
          1,
          false,
          0,
          new AttuneProperties.Queue(10, 10, 16),
          new AttuneProperties.Uploads(
              DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Duration.ofHours(1), 10),
          new AttuneProperties.Videos(DataSize.ofMegabytes(500)),
          new AttuneProperties.Security("attune", null, List.of()),
          new AttuneProperties.Pytorch(null));
  private static final PromptCatalog PROMPTS =
      new PromptCatalog(PromptCatalog.folder(PROPERTIES.home()));
  private static final Tasks TASKS =
      new Tasks(
          List.of(
              new ClassificationTask(SETS, MODELS, PROMPTS, PROPERTIES),
              new CaptioningTask(SETS, MODELS, PROPERTIES),
              new RetrievalTask(SETS, MODELS, PROPERTIES),
              new VideoRetrievalTask(SETS, MODELS, PROPERTIES)));
  private static final Workshop SHOP =
      new Workshop(SETS, ModelHub.at(PROPERTIES.home()), PROPERTIES);
  private static final Methods METHODS = new Methods(PROPERTIES);
  private static final Trainers TRAINERS = new Trainers();
  private static final Presets PRESETS =
      new Presets(PROPERTIES, new PresetRules(METHODS, TRAINERS, SHOP, TASKS));
  private static final OptionRules RULES = new OptionRules(MODELS, PROMPTS);
  private static final RunSpecs RUNS = new RunSpecs(TASKS, SHOP);
  private static final SpecReader READER = new SpecReader(METHODS, TRAINERS);
  private static final SpecResolver RESOLVER =
      new SpecResolver(
          PRESETS,
          SETS,
          TASKS,
          new AdaptationResolver(PRESETS, METHODS, MODELS, RULES),
          new TrainingResolver(PRESETS, TRAINERS, RULES, RUNS, SHOP));

  static List<String> presets() {
    return PRESETS.list().stream()
        .filter(p -> p.method() != null)
        .map(Preset::name)
        .filter(n -> !n.equals("rlcf-prompt-coop"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void presetsRunOnTheBuiltInModels(String preset) {
    Preset found = PRESETS.find(preset).orElseThrow();
    String pictures = found.serves("classification") ? "icons" : "scenes";
    String set = found.serves("video-retrieval") ? "motion" : pictures;
    ExperimentSpec spec = RESOLVER.resolve(ExperimentRequest.ofPreset(preset, set, 10)).spec();
    assertThat(spec.preset()).isEqualTo(preset);
    Chosen<?> method = chosen(spec);
    assertThat(method.method().id()).isEqualTo(spec.method().path("type").asString());
    // a spec is a request for the same run
    ExperimentRequest again =
        JsonMapper.shared().readValue(READER.write(spec), ExperimentRequest.class);
    assertThat(RESOLVER.resolve(again).spec()).isEqualTo(spec);
    assertThat(READER.read(READER.write(spec))).isEqualTo(spec);
  }

  /** The method that a worker runs. */
  private static Chosen<?> chosen(ExperimentSpec spec) {
    return ((AdaptationSpec) RUNS.of(spec)).spec().chosen();
  }

  @Test
  void presetsCarryThePapersNumbers() {
    RlcfTune.Options momentum = preset("rlcf-tune-momentum", RlcfTune.Options.class);
    assertThat(momentum.momentum()).isEqualTo(new MomentumSpec(0.9998, 64, 1));
    assertThat(momentum.steps().learningRate()).isEqualTo(1e-5);
    assertThat(value("rlcf-tune-ensemble", "reward.weights").asString()).isEqualTo("confidence");
    assertThat(value("rlcf-prompt-fine", "augmentation").asString()).isEqualTo("augmix");
    assertThat(value("rlcf-prompt-coop", "contextVectors").isString()).isTrue();
    assertThat(value("kd-tune", "steps").asInt()).isEqualTo(3);
    assertThat(value("tpt", "learningRate").asDouble()).isEqualTo(5e-3);
    assertThat(value("tpt-tune", "batchNorm.statistics").asString()).isEqualTo("batch");
    assertThat(value("rlcf-clipcap-nocaps", "sampleK").asInt()).isEqualTo(10);
    assertThat(value("rlcf-clipcap-flickr", "learningRate").asDouble()).isEqualTo(2e-6);
    assertThat(value("rlcf-capdec-flickr", "learningRate").asDouble()).isEqualTo(5e-6);
    assertThat(value("rlcf-capdec-nocaps", "learningRate").asDouble()).isEqualTo(3e-6);
    assertThat(value("rlcf-capdec-nocaps-momentum", "momentum").isObject()).isTrue();
    assertThat(value("rlcf-capdec-nocaps-ensemble", "reward.models")).hasSize(3);
    for (String set : List.of("coco", "flickr")) {
      for (String form : List.of("", "-ensemble", "-momentum")) {
        RlcfI2t.Options i2t = preset("rlcf-" + set + "-i2t" + form, RlcfI2t.Options.class);
        RlcfT2i.Options t2i = preset("rlcf-" + set + "-t2i" + form, RlcfT2i.Options.class);
        assertThat(i2t.steps()).isEqualTo(t2i.steps()).isEqualTo(new Steps(8, 1e-6, 5e-4));
        assertThat(i2t.rewarded().sampleK()).isEqualTo(set.equals("coco") ? 20 : 16);
        assertThat(t2i.rewarded().sampleK()).isEqualTo(12);
        assertThat(t2i.momentum() != null).isEqualTo(form.equals("-momentum"));
        assertThat(t2i.rewarded().reward().weights())
            .isEqualTo(form.equals("-ensemble") ? Weights.CONFIDENCE : Weights.MEAN);
      }
    }
  }

  @Test
  void captionersComeWithTheirPreset() {
    ExperimentSpec spec = resolve("{'preset':'rlcf-capdec','dataset':'scenes'}");
    assertThat(spec.preset()).isEqualTo("rlcf-capdec-flickr");
    assertThat(spec.task()).isEqualTo("captioning");
    assertThat(spec.model()).isEqualTo("icons-capdec");
    assertThat(spec.judges()).containsExactly("icons-clip-l");
    assertThat(SpecModels.of(spec, MODELS))
        .containsExactly("icons-capdec", "icons-clip-l", "icons-clip-s", "icons-opt");
    assertThat(resolve("{'method':{'type':'rlcf-caption'},'dataset':'scenes'}").work())
        .isInstanceOfSatisfying(
            Work.Adaptation.class,
            a -> {
              RlcfCaption.Options options = (RlcfCaption.Options) a.chosen().options();
              assertThat(options.steps().steps()).isPositive();
            });
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

  /** All values of a preset. */
  private static ObjectNode preset(String name) {
    return PRESETS.list().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow()
        .method();
  }

  private static JsonNode value(String preset, String name) {
    return preset(preset).at("/" + name.replace('.', '/'));
  }

  private static <O extends Record> O preset(String name, Class<O> options) {
    Work.Adaptation work = (Work.Adaptation) READER.adaptation(preset(name));
    return options.cast(work.chosen().options());
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'heldOut':'motion-validation' | method.qbNorm.bank",
        "'bank':'motion-train' | method.qbNorm.heldOut",
        "'bank':'motion-train','heldOut':'motion-train' | method.qbNorm.heldOut",
        "'bank':'motion','heldOut':'motion-validation' | method.qbNorm.bank",
        "'bank':'motion-train','heldOut':'motion' | method.qbNorm.heldOut",
        "'bank':'copy-of-motion','heldOut':'motion-validation' | method.qbNorm.bank",
        "'bank':'none','heldOut':'motion-validation' | method.qbNorm.bank",
        "'bank':'scenes','heldOut':'motion-validation' | method.qbNorm.bank",
        "'bank':'motion-train','heldOut':'motion-validation','activated':0"
            + " | method.qbNorm.activated",
      })
  void banksThatQbNormMayNotTakeAreNamed(String values, String field) {
    String json =
        "{'preset':'zero-shot-video','dataset':'motion','method':{'qbNorm':{%s}}}"
            .formatted(values);
    assertThat(problem(json).field()).isEqualTo(field);
  }

  @Test
  void qbNormTakesABankAndAHeldOutSetOfOtherVideos() {
    ExperimentSpec spec =
        resolve(
            "{'preset':'zero-shot-video','dataset':'motion','method':{'qbNorm':{'bank':'motion-train','heldOut':'motion-validation'}}}");
    QbNormSpec.Normalising options = (QbNormSpec.Normalising) chosen(spec).options();
    assertThat(options.qbNorm())
        .isEqualTo(new QbNormSpec("motion-train", "motion-validation", 1, 1));
  }

  @Test
  void whatServesRetrievalKeepsItsOptions() {
    ExperimentSpec spec =
        resolve(
            "{'preset':'kd-t2i','dataset':'scenes','method':{'distillation':'dkd','momentum':{}}}");
    assertThat(spec.task()).isEqualTo("retrieval");
    KdT2i.Options options = (KdT2i.Options) chosen(spec).options();
    assertThat(options.distilled().distillation()).isEqualTo(Distillation.DKD);
    assertThat(options.momentum()).isEqualTo(new MomentumSpec(0.9998, 64, 1));
    assertThat(resolve("{'preset':'zero-shot','dataset':'scenes'}").task()).isEqualTo("retrieval");
  }

  private static FieldProblem problem(String json) {
    InvalidRequestException[] thrown = new InvalidRequestException[1];
    assertThatThrownBy(() -> resolve(json))
        .isInstanceOfSatisfying(InvalidRequestException.class, e -> thrown[0] = e);
    return thrown[0].problems().get(0);
  }

  private static ExperimentSpec resolve(String json) {
    ExperimentRequest request =
        JsonMapper.shared().readValue(json.replace('\'', '"'), ExperimentRequest.class);
    return RESOLVER.resolve(request).spec();
  }

  @Test
  void whatIsNotSaidOfAnOptionIsThePapers() {
    ExperimentSpec spec =
        resolve(
            "{'preset':'rlcf-tune','dataset':'icons','method':"
                + "{'momentum':{'tau':0.9},'batchNorm':{'priorStrength':16}}}");
    RlcfTune.Options options = (RlcfTune.Options) chosen(spec).options();
    assertThat(options.momentum()).isEqualTo(new MomentumSpec(0.9, 64, 1));
    assertThat(options.tower().batchNorm()).isEqualTo(new BatchNormSpec(Statistics.MIX, 16));
    assertThat(spec.preset()).as("the numbers are not the preset's").isNull();
  }

  @Test
  void specsOfEarlierVersionsMeanWhatTheyMeant() {
    ExperimentSpec spec =
        READER.read(
            """
            {"preset":"rlcf-tune","task":"classification","dataset":"icons","split":"test",
             "limit":200,"seed":0,"model":"icons-clip-s","method":{"type":"rlcf-tune","steps":3,
             "learningRate":1.0E-4,"weightDecay":5.0E-4,"sampleK":10,"views":16,"selection":0.25,
             "cropScale":0.5,"reward":{"models":["icons-clip-l"],"baseline":true,
             "amplify":false,"scope":"view"}}}
            """);
    RlcfTune.Options method = (RlcfTune.Options) chosen(spec).options();
    assertThat(method)
        .isEqualTo(
            new RlcfTune.Options(
                new Steps(3, 1e-4, 5e-4),
                new ViewOptions(16, 0.25, 0.5, Augmentation.CROP),
                new Rewarded(
                    10,
                    new RewardSpec(List.of("icons-clip-l"), true, false, RewardSpec.Scope.VIEW),
                    0),
                TowerOptions.WHOLE,
                null,
                PromptSpec.USUAL));
    assertThat(method.momentum()).isNull();
  }

  /** One data set of classes, one of captions. */
  private static final class FewSets implements DatasetCatalog {
    private static final DatasetInfo ICONS =
        new DatasetInfo("icons", Modality.CLASSES, "", 80, 100, "");
    private static final DatasetInfo SCENES =
        new DatasetInfo("scenes", Modality.CAPTIONS, "", 0, 100, "");
    private static final DatasetInfo MOTION =
        new DatasetInfo("motion", Modality.VIDEOS, "", 0, 100, "");
    private static final DatasetInfo COPY =
        new DatasetInfo("copy-of-motion", Modality.VIDEOS, "", 0, 100, "");
    private static final DatasetInfo TRAIN =
        new DatasetInfo("motion-train", Modality.VIDEOS, "", 0, 100, "train");
    private static final DatasetInfo VALIDATION =
        new DatasetInfo("motion-validation", Modality.VIDEOS, "", 0, 100, "validation");

    @Override
    public List<DatasetInfo> list() {
      return List.of(ICONS, SCENES, MOTION, COPY, TRAIN, VALIDATION);
    }

    @Override
    public Optional<DatasetInfo> find(String name) {
      return list().stream().filter(d -> d.name().equals(name)).findFirst();
    }

    @Override
    public PictureDataset pictures(String name) {
      throw new UnknownNameException(name);
    }
  }
}
