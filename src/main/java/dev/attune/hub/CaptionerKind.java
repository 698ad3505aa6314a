package dev.attune.hub;

/** A mapping network between an encoder and a language model, which its card names. */
public record CaptionerKind() implements ModelKind {
  static final String NAME = "captioner";

  @Override
  public String name() {
    return NAME;
  }
}
