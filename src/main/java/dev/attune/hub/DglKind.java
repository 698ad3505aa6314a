package dev.attune.hub;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.VideoEncoder;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipFamily;
import dev.attune.encoder.video.Dgl;
import dev.attune.encoder.video.DglCheckpoint;
import dev.attune.encoder.video.DglEncoder;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.text.BytePairs;
import dev.attune.text.TokenizerJson;
import dev.attune.vision.Preprocess;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DGL's prompts, which make of a CLIP an encoder of videos. The CLIP is an installed one, which the
 * card names, or lies in the same file.
 */
public record DglKind() implements ModelKind {
  static final String NAME = "dgl";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean readsVideos() {
    return true;
  }

  /** Whether a model's tensors are prompts of DGL. */
  static boolean is(ModelFiles files) {
    try (TensorSource source = files.open()) {
      return DglCheckpoint.isIn(source);
    }
  }

  /** A tokeniser's, where the prompts have a CLIP of their own. */
  @Override
  public Set<String> fileNames() {
    return Set.of(TokenizerJson.FILE, BytePairs.VOCAB, BytePairs.MERGES);
  }

  @Override
  public List<String> inspect(ModelFiles files) {
    try (DglCheckpoint checkpoint = DglCheckpoint.open(files.open())) {
      if (clip(files) != null) {
        return List.of();
      }
      if (!checkpoint.holdsClip()) {
        throw new WeightsException(
            ModelCard.FILE,
            "dgl.clip must name the CLIP of the prompts, which is not in their file");
      }
      TokenizerJson.checkIds(tokenizer(files), checkpoint.openClip().config().vocabSize());
    }
    return fileNames().stream().filter(files::has).sorted().toList();
  }

  @Override
  public byte[] tokenizer(ModelFiles files) {
    return new ClipFamily().tokenizer(files);
  }

  private static @Nullable String clip(ModelFiles files) {
    DglParts parts = card(files).dgl();
    return parts == null ? null : parts.clip();
  }

  private static ModelCard card(ModelFiles files) {
    try {
      return ModelCard.read(
          new ByteArrayInputStream(files.find(ModelCard.FILE).orElse(new byte[0])));
    } catch (IOException e) {
      throw new WeightsException(ModelCard.FILE, "cannot be read", e);
    }
  }

  /**
   * Loads prompts with their CLIP.
   *
   * @param models where the CLIP is, if it is an installed one
   */
  static VideoEncoder load(ModelFiles files, ModelCatalog models, NDManager manager) {
    DglParts parts = card(files).dgl();
    String name = parts == null ? null : parts.clip();
    VideoFeature feature = parts == null ? VideoFeature.GLOBAL : parts.feature();
    try (DglCheckpoint checkpoint = DglCheckpoint.open(files.open())) {
      Clip clip =
          name == null
              ? ClipFamily.load(checkpoint.openClip(), files, manager)
              : installed(name, models, manager);
      Dgl dgl = checkpoint.load(clip, manager);
      return new DglEncoder(dgl, feature, manager);
    }
  }

  /** How the CLIP of prompts wants its pictures; see {@link #load}. */
  static Preprocess preprocess(ModelFiles files, ModelCatalog models) {
    String name = clip(files);
    if (name != null) {
      return models.framePreprocess(name);
    }
    try (DglCheckpoint checkpoint = DglCheckpoint.open(files.open())) {
      return checkpoint.openClip().preprocess();
    }
  }

  private static Clip installed(String name, ModelCatalog models, NDManager manager) {
    Encoder encoder = models.encoder(name, manager);
    if (encoder instanceof Clip clip) {
      return clip;
    }
    throw new WeightsException(name, "is no CLIP, which DGL's prompts need");
  }
}
