package dev.attune.task.training;

import ai.djl.ndarray.types.DataType;
import dev.attune.dataset.CaptionDataset;
import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ModelCatalog;
import dev.attune.model.caption.MappingType;
import dev.attune.train.CaptionRecipe;
import dev.attune.train.EpochLog;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trains the mapping network of a captioner on a caption set: ClipCap on the embeddings of its
 * pictures, CapDec on those of its captions (ALGORITHMS 4, Captioning). The last of the examples
 * are kept back for validation.
 */
public final class CaptionerTraining {
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
    PICTURES("A ClipCap"),
    /** CapDec: the caption's own embedding. */
    CAPTIONS("A CapDec");

    private final String title;

    Source(String title) {
      this.title = title;
    }

    /** What learns from it, for people. */
    public String title() {
      return title;
    }
  }

  /**
   * What is trained.
   *
   * @param parts the frozen models
   * @param mapping which mapping network
   * @param prefixLength P
   * @param examples captions at most, those for validation not counted; the set may hold fewer
   */
  public record Plan(
      Source source,
      CaptionerParts parts,
      MappingType mapping,
      int prefixLength,
      int examples,
      CaptionRecipe recipe) {

    /** The same with so many captions at most. */
    public Plan atMost(int captions) {
      return new Plan(source, parts, mapping, prefixLength, captions, recipe);
    }
  }

  /** Hears of the embeddings, too. */
  public interface Log extends EpochLog {
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
    TrainingCaptions captions = TrainingCaptions.of(data, data.size(), plan.examples());
    try (OpenTraining training = new OpenTraining(models, cache, plan, data, captions)) {
      while (!training.isEmbedded()) {
        training.embed(log);
      }
      training.trainer(log).train(training.manager(), checkpoint);
      training.write(weights, type);
    }
  }
}
