package dev.attune.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.EncoderFamily;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.TowerKind;
import dev.attune.encoder.clip.ClipFamily;
import dev.attune.encoder.clip.ClipPreprocess;
import dev.attune.hub.download.DownloadLimits;
import dev.attune.hub.download.FileDownload;
import dev.attune.vision.Preprocess;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ModelKindsTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final String VOCABULARY = "made-up.vocabulary";

  @TempDir private Path home;
  @TempDir private Path elsewhere;
  private final MadeUpFamily madeUp = new MadeUpFamily();

  /** Its models have a tensor {@code made.up} and a vocabulary; what it loads is a CLIP. */
  private static final class MadeUpFamily implements EncoderFamily {
    @Nullable Encoder loaded;

    @Override
    public String id() {
      return "made-up";
    }

    @Override
    public Set<String> fileNames() {
      return Set.of(VOCABULARY);
    }

    @Override
    public Optional<String> whyNot(ModelFiles files) {
      try (TensorSource source = files.open()) {
        boolean mine = source.tensors().containsKey("made.up");
        return mine ? Optional.empty() : Optional.of("nobody made it up");
      }
    }

    @Override
    public List<String> inspect(ModelFiles files) {
      tokenizer(files);
      return List.of(VOCABULARY);
    }

    @Override
    public Preprocess preprocess(ModelFiles files) {
      return ClipPreprocess.at(700);
    }

    @Override
    public TowerKind tower(ModelFiles files) {
      return TowerKind.RESNET;
    }

    @Override
    public Encoder load(ModelFiles files, NDManager manager) {
      Encoder encoder = new BuiltInModels().encoder("icons-clip-s", manager);
      loaded = encoder;
      return encoder;
    }

    @Override
    public byte[] tokenizer(ModelFiles files) {
      return files
          .find(VOCABULARY)
          .orElseThrow(() -> new WeightsException(VOCABULARY, "is missing"));
    }
  }

  private ModelHub hub() {
    FileDownload download =
        new FileDownload(HttpClient.newHttpClient(), DownloadLimits.USUAL, path -> Long.MAX_VALUE);
    return new ModelHub(
        home,
        new KnownModels(List.of()),
        download,
        new ModelKinds(List.of(new ClipFamily(), madeUp)));
  }

  private Path weights(String tensor) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      SafetensorsWriter.write(
          elsewhere.resolve(WEIGHTS), Map.of(tensor, manager.ones(new Shape(2))), DataType.FLOAT32);
    }
    return elsewhere;
  }

  @Test
  void aFurtherFamilyIsAskedAndUsed() throws IOException {
    ModelHub hub = hub();
    Files.writeString(weights("made.up").resolve(VOCABULARY), "one two");
    ModelInfo model = hub.importFrom(elsewhere, "mine");
    assertThat(model.problem()).isNull();
    assertThat(model.kind()).isEqualTo(new EncoderKind(madeUp));
    assertThat(JsonMapper.shared().valueToTree(model).path("kind").asString()).isEqualTo("made-up");
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(hub.catalog().encoder("mine", manager)).isSameAs(madeUp.loaded);
    }
    assertThat(hub.catalog().tokenizer("mine")).hasContent("one two");
    assertThat(hub.catalog().largestResolution()).isEqualTo(700);
    Files.writeString(home.resolve("models/mine").resolve(VOCABULARY), "one two three");
    ModelInfo changed = hub.catalog().find("mine").orElseThrow();
    assertThat(changed.sha256()).isEqualTo(model.sha256());
    assertThat(changed.fingerprint()).isNotEqualTo(model.fingerprint());
    Files.delete(home.resolve("models/mine").resolve(VOCABULARY));
    assertThat(hub.catalog().find("mine").orElseThrow().problem())
        .isEqualTo(VOCABULARY + ": is missing");
    assertThat(hub.catalog().largestResolution()).as("of those that can be used").isEqualTo(64);
  }

  @Test
  void whatNobodyKnowsSaysWhatEachFamilySaid() throws IOException {
    Path folder = weights("something.else");
    assertThatThrownBy(() -> hub().importFrom(folder, "strange"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(WEIGHTS)
        .hasMessageContaining("clip: it misses text_projection")
        .hasMessageContaining("made-up: nobody made it up");
  }

  @Test
  void twoKindsOfOneNameAreRefused() {
    assertThatThrownBy(() -> new ModelKinds(List.of(madeUp, madeUp)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made-up");
  }

  @Test
  void theNamesInCardsAndAnswersStay() {
    BuiltInModels models = new BuiltInModels();
    assertThat(models.list().stream().map(m -> m.kind().name()).distinct())
        .containsExactly("clip", "dgl", "language-model", "captioner");
    for (String name : List.of("clip", "language-model", "captioner", "context", "hologram")) {
      ModelKind kind = ModelKinds.ALL.named(name);
      assertThat(JsonMapper.shared().writeValueAsString(kind)).isEqualTo("\"" + name + "\"");
      assertThat(kind.isEncoder()).isEqualTo(name.equals("clip"));
    }
    assertThat(ModelKinds.ALL.named("hologram")).isInstanceOf(UnknownKind.class);
  }

  @Test
  void aModelOfAnotherKindIsNoEncoder() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> new BuiltInModels().encoder("icons-opt", manager))
          .isInstanceOf(WeightsException.class)
          .hasMessage("icons-opt: is a language-model and no encoder");
    }
  }

  @Test
  void aCopyHasTheFingerprintOfItsOriginal() {
    ModelHub hub = hub();
    for (String name : List.of("icons-clip-s", "icons-opt")) {
      Path copy = elsewhere.resolve(name);
      hub.export(name, copy);
      ModelInfo original = hub.catalog().find(name).orElseThrow();
      assertThat(original.fingerprint())
          .matches("[0-9a-f]{64}")
          .isEqualTo(hub.importFrom(copy, "copy-of-" + name).fingerprint());
    }
  }

  @Test
  void whatACardSaysOfTheWeightsIsPartOfTheFingerprint() throws IOException {
    ModelHub hub = hub();
    Path copy = elsewhere.resolve("icons-clip-s");
    hub.export("icons-clip-s", copy);
    Set<String> fingerprints = new HashSet<>();
    for (String activation : List.of("quick_gelu", "gelu")) {
      Files.writeString(
          copy.resolve("card.json"),
          "{\"kind\": \"clip\", \"activation\": \"%s\"}".formatted(activation));
      fingerprints.add(hub.importFrom(copy, activation.replace('_', '-')).fingerprint());
    }
    assertThat(fingerprints).hasSize(2);
  }

  @Test
  void contextVectorsMustBeThere() throws IOException {
    Path folder = weights("something.else");
    Files.writeString(folder.resolve("card.json"), "{\"kind\":\"context\"}");
    assertThatThrownBy(() -> hub().importFrom(folder, "vectors"))
        .hasMessageContaining("has no context vectors");
    weights("ctx");
    assertThat(hub().importFrom(folder, "vectors").kind()).isInstanceOf(ContextVectorsKind.class);
  }
}
