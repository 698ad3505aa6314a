package dev.attune.hub;

import dev.attune.encoder.EncoderFamily;
import dev.attune.encoder.ModelFiles;
import dev.attune.weights.TensorSource;
import java.util.List;
import java.util.Set;

/** An encoder of pictures and texts; each family is a kind of its own. */
public record EncoderKind(EncoderFamily family) implements ModelKind {
  @Override
  public String name() {
    return family.id();
  }

  @Override
  public Set<String> fileNames() {
    return family.fileNames();
  }

  @Override
  public List<String> inspect(ModelFiles files) {
    return family.inspect(files);
  }

  @Override
  public TensorSource tensors(ModelFiles files) {
    return family.tensors(files);
  }

  @Override
  public byte[] tokenizer(ModelFiles files) {
    return family.tokenizer(files);
  }
}
