package dev.attune.hub;

import dev.attune.encoder.ModelFiles;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.List;

/** What a run remembered of its samples, with which another can begin. */
public record MemoryKind() implements ModelKind {
  static final String NAME = "memory";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> inspect(ModelFiles files) {
    try (TensorSource source = files.open()) {
      if (source.tensors().values().stream().noneMatch(t -> t.shape().dimension() == 2)) {
        throw new WeightsException(source.origin(), "holds nothing that was remembered");
      }
    }
    return List.of();
  }
}
