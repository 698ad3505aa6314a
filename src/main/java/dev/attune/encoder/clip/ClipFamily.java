package dev.attune.encoder.clip;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.EncoderFamily;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.TowerKind;
import dev.attune.text.TextTokenizer;
import dev.attune.text.TokenizerJson;
import dev.attune.vision.Preprocess;
import dev.attune.weights.FileSource;
import dev.attune.weights.TensorSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** CLIP and OpenCLIP: OpenAI's archives, Hugging Face's folders, OpenCLIP's files, and our own. */
public final class ClipFamily implements EncoderFamily {
  private static final List<String> OPENAI =
      List.of("text_projection", "visual.conv1.weight", ClipParameters.TABLE);
  private static final List<String> HUGGING_FACE =
      List.of(HuggingFaceClip.TABLE, "visual_projection.weight", "text_projection.weight");

  @Override
  public String id() {
    return "clip";
  }

  @Override
  public Set<String> fileNames() {
    Set<String> names = new HashSet<>(HuggingFacePreprocess.fileNames());
    names.addAll(ClipTokenizerFiles.ALL);
    names.add(SpecialTokens.SETTINGS);
    names.add(OpenClipConfig.FILE);
    names.add(HuggingFaceClip.CONFIG);
    return names;
  }

  @Override
  public Optional<String> whyNot(ModelFiles files) {
    try (TensorSource source = files.open()) {
      List<String> needed = HuggingFaceClip.isHuggingFace(source) ? HUGGING_FACE : OPENAI;
      if (TimmTower.isIn(source)) {
        needed = List.of("text_projection", ClipParameters.TABLE);
      }
      Set<String> names = Checkpoints.plain(source).tensors().keySet();
      return needed.stream()
          .filter(name -> !names.contains(name))
          .findFirst()
          .map("it misses "::concat);
    }
  }

  @Override
  public List<String> inspect(ModelFiles files) {
    List<String> deciding = new ArrayList<>(ClipTokenizerFiles.names(files));
    try (ClipCheckpoint checkpoint = Checkpoints.open(files)) {
      checkpoint.check();
      byte[] json = tokenizer(files);
      ClipConfig config = checkpoint.config();
      long highest = TokenizerJson.checkIds(json, config.vocabSize());
      TextForm form = config.textForm();
      try (ClipTokenizer tokenizer = words(json, config)) {
        if (form.padded()) {
          deciding.add(SpecialTokens.SETTINGS);
          PaddedTokenizer.of(tokenizer, json, files, config);
        } else {
          tokenizer.checkEnd(highest, form.end());
        }
      }
    }
    try (TensorSource source = files.open()) {
      deciding.addAll(Checkpoints.configurations(source));
    }
    return deciding.stream().filter(files::has).toList();
  }

  @Override
  public Preprocess preprocess(ModelFiles files) {
    try (ClipCheckpoint checkpoint = Checkpoints.open(files)) {
      return checkpoint.preprocess();
    }
  }

  @Override
  public TowerKind tower(ModelFiles files) {
    try (ClipCheckpoint checkpoint = Checkpoints.open(files)) {
      return checkpoint.config().vision().kindOfTower();
    }
  }

  @Override
  public Encoder load(ModelFiles files, NDManager manager) {
    try (ClipCheckpoint checkpoint = Checkpoints.open(files)) {
      return load(checkpoint, files, manager);
    }
  }

  /**
   * Loads a model out of an opened checkpoint.
   *
   * @param beside where its tokeniser is
   * @param manager owns its tensors and its tokeniser
   * @throws dev.attune.weights.WeightsException that names the file at fault
   */
  public static Clip load(ClipCheckpoint checkpoint, FileSource beside, NDManager manager) {
    Clip clip = checkpoint.load(manager);
    byte[] json = ClipTokenizerFiles.json(beside);
    ClipTokenizer words = words(json, clip.config());
    TextTokenizer tokenizer =
        clip.config().textForm().padded()
            ? PaddedTokenizer.of(words, json, beside, clip.config())
            : words;
    manager.attachInternal(UUID.randomUUID().toString(), tokenizer);
    return clip.with(tokenizer);
  }

  private static ClipTokenizer words(byte[] json, ClipConfig config) {
    return ClipTokenizer.of(json, config.contextLength(), config.textForm().cleaning());
  }

  @Override
  public TensorSource tensors(ModelFiles files) {
    return Checkpoints.open(files).tensors();
  }

  @Override
  public byte[] tokenizer(ModelFiles files) {
    return ClipTokenizerFiles.json(files);
  }
}
