package dev.attune.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.hub.HubException.Reason;
import dev.attune.hub.PullProgress.State;
import dev.attune.hub.download.DownloadLimits;
import dev.attune.hub.download.FileDownload;
import dev.attune.hub.download.FileServer;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ModelHubTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String CONFIG = "open_clip_config.json";
  private static final String QUICK = "{\"model_cfg\": {\"quick_gelu\": true}}";
  private static final ModelUse UNUSED = model -> List.of();

  @TempDir private Path home;
  @TempDir private Path elsewhere;
  private FileServer server;
  private Path sound;
  private ModelHub hub;

  /** A built-in model, exported, is what is served, imported and broken here. */
  @BeforeEach
  void start() throws IOException {
    server = new FileServer();
    sound = elsewhere.resolve("sound");
    hub = hub(List.of());
    hub.export("icons-clip-s", sound);
    for (String file : List.of(WEIGHTS, TOKENIZER)) {
      server.put(file, Files.readAllBytes(sound.resolve(file)));
    }
    server.put(CONFIG, QUICK.getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ModelHub hub(List<KnownModel> known) {
    FileDownload download =
        new FileDownload(
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build(),
            new DownloadLimits(1 << 30, Duration.ofSeconds(20), 2, Duration.ofMillis(1)),
            path -> Long.MAX_VALUE);
    return new ModelHub(home, new KnownModels(known), download);
  }

  private ModelFile served(String name, String sha256) {
    return new ModelFile(name, server.url(name).toString(), sha256, null);
  }

  /** A hub whose catalogue has one model, with a configuration beside its files. */
  private ModelHub hubOf(ModelFile... files) {
    List<ModelFile> all = new ArrayList<>(List.of(files));
    all.add(served(CONFIG, null));
    return hub(
        List.of(
            new KnownModel(
                "known", "clip", "policy", "A model.", "MIT", "here", WEIGHTS, null, all, null)));
  }

  private String hash() {
    return hub.catalog().find("icons-clip-s").orElseThrow().sha256();
  }

  private ModelInfo find(String name) {
    return hub.catalog().find(name).orElseThrow();
  }

  private Path put(String name) throws IOException {
    Path folder = Files.createDirectories(home.resolve("models").resolve(name));
    try (var files = Files.list(sound)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(bytes);
    }
  }

  private static void assertFails(Reason reason, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(HubException.class)
        .hasMessageContaining(message)
        .asInstanceOf(InstanceOfAssertFactories.type(HubException.class))
        .extracting(HubException::reason)
        .isEqualTo(reason);
  }

  private void assertNothingInstalled() {
    assertThat(home.resolve("models/known")).doesNotExist();
    assertThat(hub.catalog().list()).allMatch(m -> hub.isBuiltIn(m.name()));
  }

  @Test
  void listsTheFoldersOfModels() throws IOException {
    put("mine");
    ModelInfo model = find("mine");
    assertThat(model.problem()).isNull();
    assertThat(model.sha256()).isEqualTo(hash());
    try (ClipCheckpoint checkpoint = hub.catalog().clip("mine");
        InputStream tokenizer = hub.catalog().tokenizer("mine")) {
      assertThat(checkpoint.tensors().tensors()).isNotEmpty();
      assertThat(tokenizer.read()).isEqualTo('{');
    }
  }

  @Test
  void aTokeniserOfAnotherModelIsRefused() throws IOException {
    Path file = put("mixed").resolve(TOKENIZER);
    String json = Files.readString(file);
    int end = json.lastIndexOf("<|endoftext|>");
    int digits = json.indexOf(':', end) + 1;
    Files.writeString(file, json.substring(0, digits) + " 49" + json.substring(digits).strip());
    assertThat(find("mixed").problem()).contains(TOKENIZER).contains("token id 49");
  }

  @Test
  void aTruncatedFileBreaksItsModelOnly() throws IOException {
    Path file = put("cut").resolve(WEIGHTS);
    truncate(file, Files.size(file) - 1);
    put("whole");
    assertThat(find("cut").problem()).contains(WEIGHTS).contains("truncated");
    assertThat(find("whole").problem()).isNull();
    assertThatThrownBy(() -> hub.catalog().clip("cut"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("cut: " + WEIGHTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"card.json", WEIGHTS, TOKENIZER})
  void aFileOfRubbishIsNamed(String file) throws IOException {
    Files.writeString(put("rubbish").resolve(file), "\u0000 rubbish");
    assertThat(find("rubbish").problem()).contains(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"card.json", WEIGHTS, TOKENIZER})
  void aMissingFileIsNamed(String file) throws IOException {
    Files.delete(put("missing").resolve(file));
    assertThat(find("missing").problem()).containsAnyOf(file, "the folder has no weights file");
  }

  @Test
  void aCardNamesNoFileOutsideItsFolder() throws IOException {
    Files.writeString(
        put("sly").resolve("card.json"), "{\"kind\":\"clip\",\"weights\":\"../cut/model.pt\"}");
    assertThat(find("sly").problem()).contains("card.json: weights must be the name of a file");
  }

  @Test
  void aWrongHashIsFoundAndAMendedFileToo() throws IOException {
    Path folder = put("hashed");
    Path card = folder.resolve("card.json");
    String text = Files.readString(card);
    String wrong =
        "\"files\":[{\"path\":\"%s\",\"sha256\":\"%s\"}],".formatted(WEIGHTS, "0".repeat(64));
    Files.writeString(card, text.replaceFirst("\\{", "{" + wrong));
    assertThat(find("hashed").problem())
        .contains(WEIGHTS)
        .contains(hash())
        .contains("0".repeat(64));
    Files.writeString(card, text);
    assertThat(find("hashed").problem()).isNull();
  }

  @Test
  void pulls() throws Exception {
    hub = hubOf(served(WEIGHTS, hash()), served(TOKENIZER, null));
    List<PullProgress> seen = new ArrayList<>();
    hub.pull("known", seen::add);
    ModelInfo model = find("known");
    assertThat(model.problem()).isNull();
    assertThat(model.licence()).isEqualTo("MIT");
    PullProgress last = seen.get(seen.size() - 1);
    assertThat(last.totalBytes()).isEqualTo(last.doneBytes()).isGreaterThan(model.bytes());
    assertFails(Reason.CONFLICT, "installed already", () -> hub.pull("known", p -> {}));
    assertThat(ModelCard.of(home.resolve("models/known")).files())
        .hasSize(3)
        .allMatch(f -> f.sha256() != null && f.bytes() != null);
  }

  @Test
  void aWrongHashInstallsNothing() {
    hub = hubOf(served(WEIGHTS, "0".repeat(64)), served(TOKENIZER, null));
    assertFails(Reason.FAILED, "0".repeat(64), () -> hub.pull("known", p -> {}));
    assertThatThrownBy(() -> hub.pull("known", p -> {})).hasMessageContaining(hash());
    assertThat(home.resolve("models/.staging/known").resolve(WEIGHTS)).doesNotExist();
    assertNothingInstalled();
  }

  @Test
  void filesThatAreNoModelInstallNothing() {
    server.put(WEIGHTS, FileServer.bytes(5000));
    hub = hubOf(served(WEIGHTS, null), served(TOKENIZER, null));
    assertFails(Reason.FAILED, "was not installed: " + WEIGHTS, () -> hub.pull("known", p -> {}));
    assertThat(home.resolve("models/.staging/known")).doesNotExist();
    assertNothingInstalled();
  }

  @Test
  void aPullThatStopsHalfWayGoesOn() throws Exception {
    hub = hubOf(served(TOKENIZER, null), served(WEIGHTS, hash()));
    server.cutAfter(20_000);
    assertFails(Reason.FAILED, "stopped at", () -> hub.pull("known", p -> {}));
    assertNothingInstalled();
    server.cutAfter(Integer.MAX_VALUE);
    server.requests().clear();
    hub.pull("known", p -> {});
    assertThat(server.requests().get(0)).startsWith("bytes=");
    assertThat(find("known").problem()).isNull();
  }

  @Test
  void oneModelIsPulledOnceAtATime() throws Exception {
    hub = hubOf(served(WEIGHTS, hash()), served(TOKENIZER, null));
    CountDownLatch go = new CountDownLatch(1);
    server.behave(
        (exchange, attempt) -> {
          awaitQuietly(go);
          return false;
        });
    try (ModelPulls pulls = new ModelPulls(hub)) {
      pulls.start("known");
      await(() -> !server.requests().isEmpty());
      assertFails(Reason.CONFLICT, "being pulled", () -> pulls.start("known"));
      assertFails(Reason.CONFLICT, "by someone else", () -> hub.pull("known", p -> {}));
      assertFails(Reason.CONFLICT, "by someone else", () -> hub.importFrom(sound, "known"));
      go.countDown();
      await(() -> state(pulls).finished());
      assertThat(state(pulls)).isEqualTo(State.COMPLETED);
    }
    assertThat(find("known").problem()).isNull();
  }

  @Test
  void aPullInTheBackgroundCanBeCancelled() throws Exception {
    server.slow(20);
    hub = hubOf(served(WEIGHTS, hash()), served(TOKENIZER, null));
    try (ModelPulls pulls = new ModelPulls(hub)) {
      pulls.start("known");
      await(() -> pulls.progress("known").orElseThrow().doneBytes() > 0);
      pulls.cancel("known");
      await(() -> state(pulls).finished());
      assertThat(state(pulls)).isEqualTo(State.CANCELLED);
      assertNothingInstalled();
      server.slow(0);
      pulls.start("known");
      await(() -> state(pulls).finished());
      assertThat(state(pulls)).isEqualTo(State.COMPLETED);
    }
  }

  private static State state(ModelPulls pulls) {
    return pulls.progress("known").orElseThrow().state();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void importsExportsAndRemoves() throws Exception {
    ModelInfo imported = hub.importFrom(sound, "copy");
    assertThat(imported.problem()).isNull();
    assertFails(Reason.CONFLICT, "installed already", () -> hub.importFrom(sound, "copy"));
    Path out = elsewhere.resolve("out");
    hub.export("copy", out);
    assertThat(Files.mismatch(out.resolve(WEIGHTS), sound.resolve(WEIGHTS))).isEqualTo(-1);
    assertFails(Reason.INVALID, "exists already", () -> hub.export("copy", out));
    assertFails(
        Reason.CONFLICT, "in use by abc", () -> hub.remove("copy", model -> List.of("abc")));
    hub.remove("copy", UNUSED);
    assertThat(hub.catalog().find("copy")).isEmpty();
    assertThat(home.resolve("models/copy")).doesNotExist();
    hub.importFrom(out, "copy");
  }

  /** Its index alone would tell two models of one architecture not apart. */
  @Test
  void aModelInShardsIsAllOfThem() throws IOException {
    Files.delete(sound.resolve("card.json"));
    Files.writeString(sound.resolve(CONFIG), QUICK);
    shard(false);
    ModelInfo one = hub.importFrom(sound, "one");
    assertThat(one.problem()).isNull();
    assertThat(one.bytes()).isGreaterThan(Files.size(sound.resolve("model-2.safetensors")));
    shard(true);
    ModelInfo two = hub.importFrom(sound, "two");
    assertThat(two.problem()).isNull();
    assertThat(two.sha256()).isNotEqualTo(one.sha256());
    assertThat(two.fingerprint()).isNotEqualTo(one.fingerprint());
    assertThat(two.bytes()).isEqualTo(one.bytes());
    Path installed = home.resolve("models/two");
    flip(installed.resolve("model-2.safetensors"));
    assertThat(find("two").problem()).contains("model-2.safetensors: has the SHA-256");
    Files.delete(installed.resolve("model-2.safetensors"));
    assertThat(find("two").problem()).contains("model-2.safetensors: is missing");
  }

  /** As a disk does it: neither size nor time tell. */
  @Test
  void aByteThatChangedUnseenIsFoundByReadingAll() throws IOException {
    Files.delete(sound.resolve("card.json"));
    Files.writeString(sound.resolve(CONFIG), QUICK);
    shard(false);
    hub.importFrom(sound, "one");
    for (String name : List.of("model-1.safetensors", TOKENIZER)) {
      Path file = home.resolve("models/one").resolve(name);
      byte[] before = Files.readAllBytes(file);
      FileTime time = Files.getLastModifiedTime(file);
      flip(file);
      Files.setLastModifiedTime(file, time);
      assertThat(find("one").problem()).isNull();
      assertThat(hub.verified())
          .filteredOn(m -> m.name().equals("one"))
          .allSatisfy(m -> assertThat(m.problem()).contains(name));
      Files.write(file, before);
      assertThat(find("one").problem()).isNull();
    }
  }

  /** Cuts the sound model in two. */
  private void shard(boolean other) throws IOException {
    Path whole = elsewhere.resolve("whole.safetensors");
    if (!Files.exists(whole)) {
      Files.move(sound.resolve(WEIGHTS), whole);
    }
    Map<String, String> homes = new TreeMap<>();
    try (NDManager manager = NDManager.newBaseManager();
        TensorSource source = WeightFiles.open(whole)) {
      for (int i = 1; i <= 2; i++) {
        String file = "model-%d.safetensors".formatted(i);
        Map<String, NDArray> shard = new TreeMap<>();
        for (Map.Entry<String, TensorInfo> e : source.tensors().entrySet()) {
          if (e.getKey().startsWith("visual") == (i == 1)) {
            TensorInfo info = e.getValue();
            shard.put(
                e.getKey(), manager.create(source.read(e.getKey()), info.shape(), info.type()));
            homes.put('"' + e.getKey() + '"', '"' + file + '"');
          }
        }
        SafetensorsWriter.write(sound.resolve(file), shard, DataType.FLOAT32);
      }
    }
    if (other) {
      flip(sound.resolve("model-2.safetensors"));
    }
    Files.writeString(
        sound.resolve("model.safetensors.index.json"),
        "{\"weight_map\": " + homes.toString().replace('=', ':') + "}");
  }

  private static void flip(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(access.length() - 3);
      int value = access.read();
      access.seek(access.length() - 3);
      access.write(value ^ 1);
    }
  }

  /** Below the folder that requests may import from. */
  private void inbox() throws IOException {
    Path inbox = Files.createDirectories(home.resolve("import/inbox"));
    for (String file : List.of(WEIGHTS, TOKENIZER, "card.json")) {
      Files.copy(sound.resolve(file), inbox.resolve(file));
    }
  }

  @Test
  void anImportTellsHowFarItIs() throws IOException {
    inbox();
    List<PullProgress> seen = new ArrayList<>();
    hub.importFrom(hub.importable("inbox", "known"), seen::add);
    assertThat(seen).extracting(PullProgress::state).startsWith(State.COPYING);
    assertThat(seen).extracting(PullProgress::state).endsWith(State.VERIFYING);
    PullProgress last = seen.get(seen.size() - 1);
    assertThat(last.totalBytes()).isEqualTo(last.doneBytes()).isGreaterThan(find("known").bytes());
    assertThat(home.resolve("models/.staging/known")).doesNotExist();
    assertThat(home.resolve("models/known/.import")).doesNotExist();
  }

  @Test
  void anImportInTheBackgroundThatFailsOrIsCancelledLeavesNothing() throws Exception {
    inbox();
    try (ModelPulls pulls = new ModelPulls(hub)) {
      ModelTransfer.Source source = hub.importable("inbox", "known");
      assertThatThrownBy(() -> hub.importFrom(source, new CancelledAt(State.COPYING)))
          .isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> hub.importFrom(source, new CancelledAt(State.VERIFYING)))
          .isInstanceOf(CancellationException.class);
      assertNothingInstalled();
      assertThat(home.resolve("models/.staging/known")).doesNotExist();

      flip(home.resolve("import/inbox").resolve(WEIGHTS)); // found only when all is read
      String card =
          "{\"kind\":\"clip\",\"activation\":\"quick_gelu\",\"files\":[{\"path\":\"%s\",\"sha256\":\"%s\"}]}"
              .formatted(WEIGHTS, hash());
      Files.writeString(home.resolve("import/inbox/card.json"), card);
      assertThat(pulls.startImport("inbox", "known").state()).isEqualTo(State.WAITING);
      await(() -> state(pulls).finished());
      assertThat(pulls.progress("known").orElseThrow().message()).contains(WEIGHTS, hash());
      assertThat(state(pulls)).isEqualTo(State.FAILED);
      assertNothingInstalled();
      assertThat(home.resolve("models/.staging/known")).doesNotExist();
    }
  }

  private record CancelledAt(State state, AtomicBoolean reached) implements PullListener {
    CancelledAt(State state) {
      this(state, new AtomicBoolean());
    }

    @Override
    public void at(PullProgress progress) {
      reached.compareAndSet(false, progress.state() == state);
    }

    @Override
    public boolean cancelled() {
      return reached.get();
    }
  }

  /** What a process that was killed leaves, and one that was stopped. */
  @Test
  void aStartNamesImportsThatWereCutOff() throws Exception {
    inbox();
    CountDownLatch copying = new CountDownLatch(1);
    Thread stopped =
        new Thread(
            () ->
                assertThatThrownBy(
                        () ->
                            hub.importFrom(
                                sound,
                                "known",
                                progress -> {
                                  copying.countDown();
                                  awaitQuietly(new CountDownLatch(1)); // until the interrupt
                                }))
                    .isInstanceOf(CancellationException.class));
    stopped.start();
    copying.await();
    try (ModelPulls other = new ModelPulls(hub)) {
      other.tellCutOff();
      assertThat(other.all()).isEmpty(); // it is under way
    }
    stopped.interrupt();
    stopped.join();
    assertThat(home.resolve("models/.staging/known")).exists();
    try (ModelPulls next = new ModelPulls(hub)) {
      next.tellCutOff();
      assertThat(next.all())
          .singleElement()
          .satisfies(p -> assertThat(p.message()).contains("cut off"))
          .extracting(PullProgress::model)
          .isEqualTo("known");
      assertThat(home.resolve("models/.staging/known")).doesNotExist();
      assertNothingInstalled();
      next.startImport("inbox", "known");
      await(() -> state(next).finished());
      assertThat(find("known").problem()).isNull();
    }
  }

  /** The weights would be cut off, and seem to have arrived. */
  @Test
  void aPullTakesNothingFromAnImportThatWasCutOff() throws Exception {
    hub = hubOf(served(WEIGHTS, null), served(TOKENIZER, null));
    Path staging = Files.createDirectories(home.resolve("models/.staging/known"));
    Files.createFile(staging.resolve(".import"));
    Files.write(staging.resolve(WEIGHTS), new byte[1000]);
    hub.pull("known", p -> {});
    assertThat(find("known").sha256()).isEqualTo(hash());
  }

  @Test
  void importsWithoutACardWhatTellsItsActivation() throws IOException {
    Files.delete(sound.resolve("card.json"));
    assertFails(Reason.INVALID, "activation", () -> hub.importFrom(sound, "plain"));
    Files.writeString(sound.resolve(CONFIG), QUICK);
    assertThat(hub.importFrom(sound, "plain").problem()).isNull();
    truncate(home.resolve("models/plain").resolve(TOKENIZER), 10);
    assertThat(find("plain").problem()).contains(TOKENIZER);
  }

  @Test
  void aBrokenFolderIsNotImported() throws IOException {
    truncate(sound.resolve(WEIGHTS), 1000);
    assertFails(Reason.INVALID, WEIGHTS, () -> hub.importFrom(sound, "broken"));
    assertThat(home.resolve("models/broken")).doesNotExist();
    assertThat(home.resolve("models/.staging/broken")).doesNotExist();
    Path empty = Files.createDirectory(elsewhere.resolve("empty"));
    assertFails(Reason.INVALID, "no weights file", () -> hub.importFrom(empty, "broken"));
  }

  @Test
  void aRequestImportsFromBelowTheImportFolderOnly() throws IOException {
    Path inbox = Files.createDirectories(home.resolve("import/inbox"));
    assertFails(Reason.INVALID, "import", () -> hub.importable("../models", "sly"));
    assertFails(Reason.INVALID, "import", () -> hub.importable("nothing", "sly"));
    Files.createSymbolicLink(inbox.resolve(WEIGHTS), sound.resolve(WEIGHTS));
    assertFails(Reason.INVALID, "leads out", () -> hub.importable("inbox", "sly"));
    Files.delete(inbox.resolve(WEIGHTS));
    Files.copy(sound.resolve(WEIGHTS), inbox.resolve(WEIGHTS));
    Files.copy(sound.resolve(TOKENIZER), inbox.resolve(TOKENIZER));
    Files.copy(sound.resolve("card.json"), inbox.resolve("card.json"));
    assertThat(hub.importFrom(hub.importable("inbox", "honest"), p -> {}).problem()).isNull();
  }

  @Test
  void nothingIsSaidOfAFolderThatALinkLeadsTo() throws IOException {
    Path inbox = Files.createDirectories(home.resolve("import/inbox"));
    Path empty = Files.createDirectory(elsewhere.resolve("empty"));
    Files.createSymbolicLink(home.resolve("import/full"), sound);
    Files.createSymbolicLink(home.resolve("import/bare"), empty);
    Files.createSymbolicLink(home.resolve("import/within"), inbox);
    Files.createSymbolicLink(home.resolve("import/nowhere"), elsewhere.resolve("nothing"));
    assertFails(Reason.INVALID, "leads out", () -> hub.importable("full", "sly"));
    assertFails(Reason.INVALID, "leads out", () -> hub.importable("bare", "sly"));
    assertFails(Reason.INVALID, "no such folder", () -> hub.importable("nowhere", "sly"));
    assertFails(Reason.INVALID, "no weights file", () -> hub.importable("within", "sly"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../x", "a/b", "A", ".hidden", "a.", "a\u0000b"})
  void aNameIsNoPath(String name) {
    assertFails(Reason.INVALID, "a model's name", () -> hub.importFrom(sound, name));
    assertFails(Reason.UNKNOWN, "no model is called", () -> hub.remove(name, UNUSED));
    assertFails(Reason.UNKNOWN, "no model is called", () -> hub.pullable(name));
  }

  @Test
  void whatIsBuiltInStays() {
    assertFails(Reason.CONFLICT, "built in", () -> hub.remove("icons-clip-s", UNUSED));
    assertFails(Reason.CONFLICT, "installed", () -> hub.importFrom(sound, "icons-clip-s"));
  }

  @Test
  void theCatalogueIsWhole() {
    List<KnownModel> known = KnownModels.load().list();
    assertThat(known).extracting(KnownModel::name).doesNotHaveDuplicates();
    assertThat(known)
        .allSatisfy(
            m -> {
              assertThat(Names.isModel(m.name())).isTrue();
              assertThat(m.licence()).isNotBlank();
              assertThat(m.pullable() || m.note() != null).isTrue();
            });
    assertThat(known.stream().flatMap(m -> m.files().stream()))
        .allSatisfy(
            f -> {
              assertThat(Names.isFile(f.path())).isTrue();
              assertThat(Objects.requireNonNull(f.url())).startsWith("https://");
              assertThat(f.sha256() == null || f.sha256().matches("[0-9a-f]{64}")).isTrue();
            });
  }
}
