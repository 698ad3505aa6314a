package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.CaptionDataset;
import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.model.Nn;
import dev.attune.model.caption.LanguageText;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.caption.MappingType;
import dev.attune.model.clip.Clip;
import dev.attune.model.clip.FeatureCache;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.weights.SafetensorsWriter;
import dev.attune.train.CaptionExamples;
import dev.attune.train.CaptionRecipe;
import dev.attune.train.CaptionTrainer;
import dev.attune.train.CaptionTrainingLog;
import dev.attune.train.MappingInit;
import dev.attune.vision.ClipPreprocess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * Trains the mapping network of a captioner on a caption set: ClipCap on the embeddings of its
 * pictures, CapDec on those of its captions (ALGORITHMS 4, Captioning). The last of the examples
 * are kept back for validation.
 */
public final class CaptionerTraining {
  /** One example in so many is for validation. */
  private static final int VALIDATION_SHARE = 20;

  private final ModelCatalog models;
  private final Path cache;

  /**
   * @param cache folder of the embeddings
   */
  public CaptionerTraining(ModelCatalog models, Path cache) {
    this.models = models;
    this.cache = cache;
  }

  /** What a captioner learns from. */
  public enum Source {
    /** ClipCap: a picture's embedding, for each of its captions. */
    PICTURES,
    /** CapDec: the caption's own embedding. */
    CAPTIONS
  }

  /**
   * What is trained.
   *
   * @param parts the frozen models
   * @param mapping which mapping network
   * @param prefixLength P
   * @param examples captions, those for validation not counted; the set may hold fewer
   */
  public record Plan(
      Source source,
      CaptionerParts parts,
      MappingType mapping,
      int prefixLength,
      int examples,
      CaptionRecipe recipe) {}

  /** Hears of the embeddings, too. */
  public interface Log extends CaptionTrainingLog {
    /** After every batch of embeddings that were not in the cache. */
    void embedded(int done, int total);
  }

  /**
   * Trains, from the folder's checkpoint when there is one, and writes {@code model.safetensors}.
   *
   * @param checkpoint file to go on from, replaced every now and then
   * @param weights file to write in the end
   * @param type of the numbers in that file
   * @throws TaskException when models or data cannot be used
   */
  public void run(
      Plan plan, CaptionDataset data, Path checkpoint, Path weights, DataType type, Log log)
      throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      ClipModels clips = new ClipModels(models, manager);
      CaptionerModels loader = new CaptionerModels(clips);
      CausalLm lm = loader.languageModel(plan.parts().languageModel());
      try (LanguageText text = loader.text(plan.parts().languageModel(), lm)) {
        Captions captions = Captions.of(data, plan.examples());
        FeatureCache features = features(plan, data, captions, clips, log);
        MappingNetwork mapping =
            MappingInit.draw(
                plan.mapping().config(plan.prefixLength(), lm.config().width(), features.width()),
                plan.recipe().seed(),
                manager);
        IntBinaryOperator row =
            plan.source() == Source.PICTURES ? (sample, caption) -> sample : (s, c) -> c;
        new CaptionTrainer(
                plan.recipe(),
                mapping,
                lm,
                captions.examples(0, captions.training(), features, row, text),
                captions.examples(captions.training(), captions.size(), features, row, text),
                log)
            .train(manager, checkpoint);
        SafetensorsWriter.write(weights, mapping.weights().all(), type);
      }
    }
  }

  private FeatureCache features(
      Plan plan, CaptionDataset data, Captions captions, ClipModels clips, Log log)
      throws IOException {
    String name = plan.parts().clip();
    String hash = models.find(name).map(ModelInfo::sha256).orElse(name);
    Clip clip = clips.load(name);
    int width = clip.config().embedDim();
    String content = plan.source() + " of " + data.fingerprint();
    if (plan.source() == Source.PICTURES) {
      return FeatureCache.open(
          cache,
          hash,
          content,
          captions.pictures(),
          width,
          (from, to) -> {
            float[] rows = pictures(clip, data, from, to, clips.manager());
            log.embedded(to, captions.pictures());
            return rows;
          });
    }
    return FeatureCache.open(
        cache,
        hash,
        content,
        captions.size(),
        width,
        (from, to) -> {
          long[][] tokens = clips.tokens(name, clip, captions.texts().subList(from, to));
          try (NDManager scope = clips.manager().newSubManager()) {
            float[] rows = clip.textFeatures(scope, tokens).toFloatArray();
            log.embedded(to, captions.size());
            return rows;
          }
        });
  }

  private static float[] pictures(
      Clip clip, CaptionDataset data, int from, int to, NDManager manager) {
    int resolution = clip.config().resolution();
    int size = 3 * resolution * resolution;
    float[] pixels = new float[(to - from) * size];
    for (int i = from; i < to; i++) {
      System.arraycopy(
          ClipPreprocess.of(data.picture(i), resolution), 0, pixels, (i - from) * size, size);
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray images = Nn.fromHost(scope, pixels, new Shape(to - from, 3, resolution, resolution));
      return clip.imageFeatures(images).toFloatArray();
    }
  }

  /**
   * The captions of a set's first samples.
   *
   * @param samples of the captions
   * @param training how many of the captions are learnt from; the others are for validation
   */
  private record Captions(List<String> texts, int[] samples, int training) {

    static Captions of(CaptionDataset data, int examples) {
      List<String> texts = new ArrayList<>();
      List<Integer> samples = new ArrayList<>();
      int wanted = examples + Math.max(1, examples / VALIDATION_SHARE);
      int training = 0;
      for (int i = 0; i < data.size() && texts.size() < wanted; i++) {
        for (String caption : data.captions(i)) {
          texts.add(caption);
          samples.add(i);
        }
      }
      int held = Math.max(1, Math.min(texts.size(), wanted) / (VALIDATION_SHARE + 1));
      // a sample's captions stay together
      int last = samples.get(Math.max(0, texts.size() - held));
      while (training < texts.size() && samples.get(training) < last) {
        training++;
      }
      if (training == 0) {
        throw new TaskException("%s has too few samples to learn from".formatted(data.name()));
      }
      return new Captions(texts, samples.stream().mapToInt(s -> s).toArray(), training);
    }

    int size() {
      return texts.size();
    }

    int pictures() {
      return samples[samples.length - 1] + 1;
    }

    CaptionExamples examples(
        int from, int to, FeatureCache features, IntBinaryOperator row, LanguageText text) {
      int[] rows = new int[to - from];
      for (int i = from; i < to; i++) {
        rows[i - from] = row.applyAsInt(samples[i], i);
      }
      return CaptionExamples.of(features, rows, texts.subList(from, to), text);
    }
  }
}
