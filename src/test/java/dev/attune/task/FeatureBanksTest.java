package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ModelFiles;
import dev.attune.hub.BuiltInModels;
import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features that are kept belong to all that decides a model's numbers. */
class FeatureBanksTest {
  private static final String MODEL = "icons-clip-s";
  private static final String PART = "icons-clip-l";

  @TempDir private Path folder;

  /**
   * Models of which one has changed, while its weights have not.
   *
   * @param changed the one whose fingerprint is another
   * @param part what the first model stands on; null for nothing
   */
  private record Changed(
      BuiltInModels models, String changed, String fingerprint, @Nullable String part)
      implements ModelCatalog {
    @Override
    public List<ModelInfo> list() {
      return models.list();
    }

    @Override
    public Optional<ModelInfo> find(String name) {
      return models
          .find(name)
          .map(
              m ->
                  new ModelInfo(
                      m.name(),
                      m.kind(),
                      m.role(),
                      m.description(),
                      m.licence(),
                      m.source(),
                      m.bytes(),
                      m.sha256(),
                      name.equals(changed) ? fingerprint : m.fingerprint(),
                      part != null && name.equals(MODEL)
                          ? new CaptionerParts(part, part, part)
                          : m.captioner(),
                      m.dgl(),
                      m.defaults(),
                      null,
                      null));
    }

    @Override
    public ModelFiles files(String name) {
      return models.files(name);
    }
  }

  @Test
  void theSameWeightsWithAnotherFileBesideThemShareNothing() throws Exception {
    keepThrice(MODEL, null);
  }

  @Test
  void anotherModelUnderThePartsNameMeansOtherFeatures() throws Exception {
    keepThrice(PART, PART);
  }

  /** Features before a change, after it, and as before. */
  private void keepThrice(String changed, @Nullable String part) throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      BuiltInModels models = new BuiltInModels();
      Encoder encoder = models.encoder(MODEL, manager);
      long[][] tokens = {encoder.tokenizer().encode("a red circle")};
      for (String fingerprint : List.of("one", "two", "one")) {
        ModelCatalog catalog = new Changed(models, changed, fingerprint, part);
        new FeatureBanks(folder, catalog, manager)
            .texts(MODEL, encoder, tokens)
            .features(() -> true);
      }
    }
    assertKept(2);
  }

  @Test
  void otherTextsShareNothing() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      BuiltInModels models = new BuiltInModels();
      Encoder encoder = models.encoder(MODEL, manager);
      for (String text : List.of("a photo of a circle", "a sketch of a circle")) {
        long[][] tokens = {encoder.tokenizer().encode(text)};
        new FeatureBanks(folder, models, manager)
            .texts(MODEL, encoder, tokens)
            .features(() -> true);
      }
    }
    assertKept(2);
  }

  private void assertKept(int files) throws Exception {
    try (Stream<Path> kept = Files.list(folder)) {
      assertThat(kept).hasSize(files);
    }
  }
}
