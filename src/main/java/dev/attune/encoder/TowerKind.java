package dev.attune.encoder;

/** What kind of network an image tower is. */
public enum TowerKind {
  /** Blocks of self-attention. */
  TRANSFORMER,
  /** Convolutions with batch normalisation. */
  RESNET,
  /** Convolutions with layer normalisation. */
  CONVNEXT
}
