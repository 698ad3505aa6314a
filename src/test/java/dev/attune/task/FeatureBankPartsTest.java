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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model computes is decided by the models that belong to it, too. */
class FeatureBankPartsTest {
  private static final String MODEL = "icons-clip-s";
  private static final String PART = "icons-clip-l";

  @TempDir private Path folder;

  /** One model stands on another, whose files change. */
  private record Standing(BuiltInModels models, String fingerprint) implements ModelCatalog {
    @Override
    public List<ModelInfo> list() {
      return List.of();
    }

    @Override
    public Optional<ModelInfo> find(String name) {
      return models
          .find(name)
          .map(
              m ->
                  new ModelInfo(
                      name,
                      m.kind(),
                      "other",
                      "",
                      "",
                      "",
                      0,
                      "",
                      name.equals(PART) ? fingerprint : m.fingerprint(),
                      name.equals(MODEL) ? new CaptionerParts(PART, PART, PART) : null,
                      null,
                      Map.of(),
                      null));
    }

    @Override
    public ModelFiles files(String name) {
      return models.files(name);
    }
  }

  @Test
  void anotherModelUnderItsNameMeansOtherFeatures() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      BuiltInModels models = new BuiltInModels();
      Encoder encoder = models.encoder(MODEL, manager);
      long[][] tokens = {encoder.tokenizer().encode("a red circle")};
      for (String fingerprint : List.of("one", "two", "one")) {
        new FeatureBanks(folder, new Standing(models, fingerprint), manager)
            .texts(MODEL, encoder, tokens)
            .features(() -> true);
      }
    }
    try (Stream<Path> kept = Files.list(folder)) {
      assertThat(kept).hasSize(2);
    }
  }
}
