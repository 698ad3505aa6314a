package dev.attune.encoder.siglip;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.EncoderFamily;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.TowerKind;
import dev.attune.encoder.clip.HuggingFacePreprocess;
import dev.attune.encoder.clip.SpecialTokens;
import dev.attune.encoder.clip.TimmNames;
import dev.attune.text.SentencePieces;
import dev.attune.text.TextTokenizer;
import dev.attune.text.TokenizerJson;
import dev.attune.vision.Preprocess;
import dev.attune.weights.TensorSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** SigLIP, and SigLIP 2 of fixed resolution: Hugging Face's folders and OpenCLIP's files. */
public final class SiglipFamily implements EncoderFamily {
  private static final List<String> OPEN_CLIP =
      List.of(TimmNames.PROBE, "text.token_embedding.weight", Siglip.BIAS);
  private static final List<String> HUGGING_FACE =
      List.of(HuggingFaceSiglip.PROBE, "text_model.embeddings.token_embedding.weight", Siglip.BIAS);

  @Override
  public String id() {
    return "siglip";
  }

  @Override
  public Set<String> fileNames() {
    Set<String> names = new HashSet<>(HuggingFacePreprocess.fileNames());
    names.addAll(
        List.of(
            HuggingFaceSiglip.CONFIG,
            OpenClipSiglip.CONFIG,
            TokenizerJson.FILE,
            SpecialTokens.SETTINGS,
            SentencePieces.FILE));
    return names;
  }

  @Override
  public Optional<String> whyNot(ModelFiles files) {
    try (TensorSource source = files.open()) {
      Set<String> names = source.tensors().keySet();
      List<String> needed = names.contains(TimmNames.PROBE) ? OPEN_CLIP : HUGGING_FACE;
      return needed.stream()
          .filter(name -> !names.contains(name))
          .findFirst()
          .map("it misses "::concat);
    }
  }

  @Override
  public List<String> inspect(ModelFiles files) {
    try (SiglipCheckpoint checkpoint = SiglipCheckpoint.open(files)) {
      checkpoint.check();
      TokenizerJson.checkIds(TokenizerFile.read(files).json(), checkpoint.config().vocabSize());
      List<String> deciding = new ArrayList<>(TokenizerFile.names(files));
      deciding.addAll(checkpoint.format().configurations());
      return deciding.stream().filter(files::has).toList();
    }
  }

  @Override
  public Preprocess preprocess(ModelFiles files) {
    try (SiglipCheckpoint checkpoint = SiglipCheckpoint.open(files)) {
      return checkpoint.preprocess();
    }
  }

  @Override
  public TowerKind tower(ModelFiles files) {
    return TowerKind.TRANSFORMER;
  }

  @Override
  public Encoder load(ModelFiles files, NDManager manager) {
    try (SiglipCheckpoint checkpoint = SiglipCheckpoint.open(files)) {
      TextTokenizer tokenizer = checkpoint.tokenizer(files);
      manager.attachInternal(UUID.randomUUID().toString(), tokenizer);
      return Siglip.load(checkpoint, tokenizer, manager);
    }
  }

  @Override
  public TensorSource tensors(ModelFiles files) {
    return SiglipCheckpoint.open(files).tensors();
  }

  @Override
  public byte[] tokenizer(ModelFiles files) {
    return TokenizerFile.json(files);
  }
}
