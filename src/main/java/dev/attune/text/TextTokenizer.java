package dev.attune.text;

import java.util.ArrayList;
import java.util.List;

/** Makes of a text the ids that an encoder's text tower reads. Thread-safe. */
public interface TextTokenizer extends AutoCloseable {

  /** The ids of a text, special tokens included, at most the tower's context length. */
  long[] encode(String text);

  /**
   * As above, of a text that is cut to so many tokens.
   *
   * @param most special tokens included, at least 2
   */
  long[] encode(String text, int most);

  /** Whether a text has more tokens than so many, or than the context takes. */
  boolean isCut(String text, int most);

  /** Whether a text has more tokens than the context takes. */
  boolean isCut(String text);

  /** The ids of several texts, one row each, of different lengths. */
  default long[][] encodeAll(Iterable<String> texts) {
    List<long[]> rows = new ArrayList<>();
    texts.forEach(t -> rows.add(encode(t)));
    return rows.toArray(new long[0][]);
  }

  @Override
  void close();
}
