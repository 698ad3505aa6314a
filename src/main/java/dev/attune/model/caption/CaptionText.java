package dev.attune.model.caption;

/** The way between captions and a language model's tokens. */
public interface CaptionText {

  /** Begins every caption. */
  long startToken();

  /** Ends a caption; its text is white space. */
  long endToken();

  /** Fills rows up. */
  long paddingToken();

  /** The tokens of a caption: the start token first, no end token. */
  long[] encode(String caption);

  /** The text of generated tokens, without special tokens; stripped. */
  String decode(long[] tokens);
}
