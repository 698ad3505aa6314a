package dev.attune.task.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.FeatureCache;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.model.Nn;
import dev.attune.model.caption.LanguageText;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.lm.CausalLm;
import dev.attune.task.Encoders;
import dev.attune.task.TaskException;
import dev.attune.task.captioning.CaptionerModels;
import dev.attune.task.training.CaptionerTraining.Plan;
import dev.attune.task.training.CaptionerTraining.Source;
import dev.attune.train.CaptionTrainer;
import dev.attune.train.EpochLog;
import dev.attune.train.MappingInit;
import dev.attune.vision.Preprocess;
import dev.attune.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a training needs: its models, the captions, their embeddings, and the network it trains. */
final class OpenTraining implements AutoCloseable {
  private final Plan plan;
  private final CaptionDataset data;
  private final TrainingCaptions captions;
  private final Path cache;
  private final NDManager manager = NDManager.newBaseManager();
  private final Encoders encoders;
  private final Encoder encoder;
  private final String clipHash;
  private final CausalLm lm;
  private final LanguageText text;
  private @Nullable FeatureCache features;
  private @Nullable NDManager drawn;
  private @Nullable MappingNetwork mapping;

  /**
   * Loads the models.
   *
   * @param cache folder of the embeddings
   */
  OpenTraining(
      ModelCatalog models, Path cache, Plan plan, CaptionDataset data, TrainingCaptions captions) {
    this.plan = plan;
    this.data = data;
    this.captions = captions;
    this.cache = cache;
    try {
      encoders = new Encoders(models, manager);
      encoder = encoders.load(plan.parts().clip());
      clipHash =
          models.find(plan.parts().clip()).map(ModelInfo::fingerprint).orElse(plan.parts().clip());
      CaptionerModels loader = new CaptionerModels(encoders);
      lm = loader.languageModel(plan.parts().languageModel());
      text = loader.text(plan.parts().languageModel(), lm);
      features = FeatureCache.find(cache, clipHash, content(), embeddings(), width()).orElse(null);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  NDManager manager() {
    return manager;
  }

  /** How many embeddings there are to be. */
  int embeddings() {
    return captions.embeddings(plan.source());
  }

  /** Whether all embeddings are there. */
  boolean isEmbedded() {
    return features != null;
  }

  private int width() {
    return encoder.embedDim();
  }

  private String content() {
    return plan.source() + " of " + data.fingerprint();
  }

  /** Computes the next batch of embeddings, unless all are there. */
  void embed(CaptionerTraining.Log log) throws IOException {
    if (features == null) {
      Optional<FeatureCache> all =
          FeatureCache.advance(
              cache,
              clipHash,
              content(),
              embeddings(),
              width(),
              (from, to) -> {
                float[] rows =
                    plan.source() == Source.PICTURES ? pictures(from, to) : texts(from, to);
                log.embedded(to, embeddings());
                return rows;
              });
      features = all.orElse(null);
    }
  }

  private float[] texts(int from, int to) {
    long[][] tokens = encoder.tokenizer().encodeAll(captions.texts().subList(from, to));
    try (NDManager scope = manager.newSubManager()) {
      return encoder.textFeatures(scope, tokens).toFloatArray();
    }
  }

  private float[] pictures(int from, int to) {
    Preprocess preprocess = encoder.preprocess();
    int resolution = preprocess.resolution();
    int size = 3 * resolution * resolution;
    float[] pixels = new float[(to - from) * size];
    for (int i = from; i < to; i++) {
      System.arraycopy(preprocess.of(data.picture(i)), 0, pixels, (i - from) * size, size);
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray images = Nn.fromHost(scope, pixels, new Shape(to - from, 3, resolution, resolution));
      return encoder.imageFeatures(images).toFloatArray();
    }
  }

  /**
   * A trainer of a network that was drawn anew.
   *
   * @throws IllegalStateException when embeddings are missing
   * @throws TaskException when captions and models do not fit
   */
  CaptionTrainer trainer(EpochLog log) {
    FeatureCache all = features;
    if (all == null) {
      throw new IllegalStateException("embeddings are missing");
    }
    if (drawn != null) {
      drawn.close();
    }
    NDManager scope = manager.newSubManager();
    MappingNetwork network =
        MappingInit.draw(
            plan.mapping().config(plan.prefixLength(), lm.config().embedding(), width()),
            plan.recipe().seed(),
            scope);
    drawn = scope;
    mapping = network;
    int training = captions.training();
    try {
      return new CaptionTrainer(
          plan.recipe(),
          network,
          lm,
          captions.examples(0, training, plan.source(), all, text),
          captions.examples(training, captions.size(), plan.source(), all, text),
          log);
    } catch (IllegalArgumentException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes the network, as far as it is trained. */
  void write(Path file, DataType type) throws IOException {
    MappingNetwork network = mapping;
    if (network == null) {
      throw new IllegalStateException("nothing was trained");
    }
    SafetensorsWriter.write(file, network.weights().all(), type);
  }

  @Override
  public void close() {
    text.close();
    manager.close();
  }
}
