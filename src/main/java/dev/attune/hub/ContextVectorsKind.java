package dev.attune.hub;

import dev.attune.encoder.ContextVectors;
import dev.attune.encoder.ModelFiles;
import dev.attune.weights.TensorSource;
import java.util.List;

/** Context vectors that were learned for an encoder's prompts. */
public record ContextVectorsKind() implements ModelKind {
  @Override
  public String name() {
    return "context";
  }

  @Override
  public List<String> inspect(ModelFiles files) {
    try (TensorSource source = files.open()) {
      ContextVectors.check(source);
    }
    return List.of();
  }
}
