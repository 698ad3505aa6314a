package dev.attune.method;

import java.util.Optional;

/** What is known of a run before it begins. */
public interface Facts {

  /** What candidates are drawn from. */
  Candidates candidates();

  /** The kind of image tower that is adapted; empty where there is none or it cannot be told. */
  Optional<Tower> tower();

  /** Kinds of image towers. */
  enum Tower {
    /** Blocks of self-attention. */
    TRANSFORMER,
    /** Convolutions with batch normalisation. */
    RESNET,
    /** Convolutions with layer normalisation. */
    CONVNEXT
  }

  /**
   * What candidates are drawn from.
   *
   * @param what for messages, such as {@code classes of icons}
   */
  record Candidates(int count, String what) {
    /** As many as one likes, such as captions, which a search makes up. */
    public static final Candidates UNLIMITED = new Candidates(Integer.MAX_VALUE, "candidates");
  }
}
