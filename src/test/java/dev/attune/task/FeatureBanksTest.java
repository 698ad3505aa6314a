package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ModelFiles;
import dev.attune.hub.BuiltInModels;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features that are kept belong to all that decides a model's numbers. */
class FeatureBanksTest {
  private static final String MODEL = "icons-clip-s";

  @TempDir private Path folder;

  /** A model whose weights stay while another of its files changes. */
  private record Changed(BuiltInModels models, String fingerprint) implements ModelCatalog {
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
                      fingerprint,
                      m.captioner(),
                      m.dgl(),
                      m.defaults(),
                      null));
    }

    @Override
    public ModelFiles files(String name) {
      return models.files(name);
    }
  }

  @Test
  void theSameWeightsWithAnotherFileBesideThemShareNothing() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      BuiltInModels models = new BuiltInModels();
      Encoder encoder = models.encoder(MODEL, manager);
      long[][] tokens = {encoder.tokenizer().encode("a red circle")};
      for (String fingerprint : List.of("one", "two", "one")) {
        ModelCatalog catalog = new Changed(models, fingerprint);
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
