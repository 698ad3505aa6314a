package dev.attune.hub;

/** Context vectors that were learned for an encoder's prompts. */
public record ContextVectorsKind() implements ModelKind {
  @Override
  public String name() {
    return "context";
  }
}
