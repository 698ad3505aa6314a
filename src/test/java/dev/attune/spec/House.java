package dev.attune.spec;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.encoder.ModelFiles;
import dev.attune.hub.BuiltInModels;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelInfo;
import dev.attune.prompt.PromptCatalog;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.Tasks;
import dev.attune.task.captioning.CaptioningTask;
import dev.attune.task.classification.ClassificationTask;
import dev.attune.task.retrieval.RetrievalTask;
import dev.attune.task.training.Trainers;
import dev.attune.task.training.Workshop;
import dev.attune.task.video.VideoRetrievalTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** All that decides values, around one home, without the application. */
final class House {
  private static final DatasetCatalog SETS = new BuiltInDatasets();
  private static final BuiltInModels BUILT_IN = new BuiltInModels();

  final Methods methods;
  final Presets presets;
  final SpecReader reader;
  final SpecResolver resolver;
  private final Map<String, Map<String, Map<String, Object>>> cards = new HashMap<>();

  House(Path home) {
    AttuneProperties properties =
        new AttuneProperties(
            home,
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
    ModelCatalog models = new Cards();
    PromptCatalog prompts = new PromptCatalog(PromptCatalog.folder(home));
    Tasks tasks =
        new Tasks(
            List.of(
                new ClassificationTask(SETS, models, prompts, properties),
                new CaptioningTask(SETS, models, properties),
                new RetrievalTask(SETS, models, properties),
                new VideoRetrievalTask(SETS, models, properties)));
    Workshop shop = new Workshop(SETS, ModelHub.at(home), properties);
    Trainers trainers = new Trainers();
    OptionRules rules = new OptionRules(models, prompts);
    methods = new Methods(properties);
    presets = new Presets(properties, new PresetRules(methods, trainers, shop, tasks));
    reader = new SpecReader(methods, trainers);
    resolver =
        new SpecResolver(
            presets,
            SETS,
            tasks,
            new AdaptationResolver(presets, methods, models, rules),
            new TrainingResolver(presets, trainers, rules, new RunSpecs(tasks, shop), shop));
  }

  /** Writes a section of a built-in model's card anew. */
  void card(String model, String section, Map<String, Object> values) {
    cards.computeIfAbsent(model, m -> new HashMap<>()).put(section, values);
  }

  /**
   * Decides a request.
   *
   * @param json with single quotes
   */
  SpecResolver.Resolved resolve(String json) {
    return resolver.resolve(request(json));
  }

  static ExperimentRequest request(String json) {
    return JsonMapper.shared().readValue(json.replace('\'', '"'), ExperimentRequest.class);
  }

  /** What is wrong with a request. */
  List<FieldProblem> problems(String json) {
    return catchThrowableOfType(InvalidRequestException.class, () -> resolve(json)).problems();
  }

  /** The fields of a request that are wrong. */
  List<String> wrong(String json) {
    return problems(json).stream().map(FieldProblem::field).toList();
  }

  /** The built-in models, some with other cards. */
  private final class Cards implements ModelCatalog {
    @Override
    public List<ModelInfo> list() {
      return BUILT_IN.list().stream().map(this::carded).toList();
    }

    @Override
    public Optional<ModelInfo> find(String name) {
      return BUILT_IN.find(name).map(this::carded);
    }

    private ModelInfo carded(ModelInfo m) {
      Map<String, Map<String, Object>> defaults = new HashMap<>(m.defaults());
      defaults.putAll(cards.getOrDefault(m.name(), Map.of()));
      return new ModelInfo(
          m.name(),
          m.kind(),
          m.role(),
          m.description(),
          m.licence(),
          m.source(),
          m.bytes(),
          m.sha256(),
          m.fingerprint(),
          m.captioner(),
          m.dgl(),
          defaults,
          m.learned(),
          m.problem());
    }

    @Override
    public ModelFiles files(String name) {
      return BUILT_IN.files(name);
    }
  }
}
