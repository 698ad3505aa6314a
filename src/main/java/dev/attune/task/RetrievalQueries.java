package dev.attune.task;

import dev.attune.dataset.CaptionDataset;
import dev.attune.method.gradient.MethodType;
import dev.attune.text.TextTokenizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a retrieval run asks with: the pictures of a set, or its texts in the tokens of those who
 * read them.
 */
final class RetrievalQueries {
  private final CaptionDataset dataset;
  private final CaptionIndex index;
  private final MethodType.Tunes tunes;
  private final int contextLength;
  private final BitSet cut = new BitSet();
  private final List<long[][]> tokens = new ArrayList<>();

  /**
   * @param tunes which side the method adapts
   * @param contextLength most tokens of a text
   */
  RetrievalQueries(
      CaptionDataset dataset, CaptionIndex index, MethodType.Tunes tunes, int contextLength) {
    this.dataset = dataset;
    this.index = index;
    this.tunes = tunes;
    this.contextLength = contextLength;
  }

  CaptionDataset dataset() {
    return dataset;
  }

  CaptionIndex index() {
    return index;
  }

  int contextLength() {
    return contextLength;
  }

  /** Whether texts are the queries that are adapted to. */
  boolean areTexts() {
    return tunes == MethodType.Tunes.TEXT_SIDE;
  }

  /** Whether pictures are. */
  boolean arePictures() {
    return tunes == MethodType.Tunes.IMAGE_TOWER;
  }

  /** The policy's ids of all texts, one row each; those that had to be cut are noted. */
  long[][] tokenise(TextTokenizer tokenizer) {
    long[][] rows = tokenizer.encodeAll(index.texts());
    for (int t = 0; t < rows.length; t++) {
      cut.set(t, tokenizer.isCut(index.texts().get(t)));
    }
    return rows;
  }

  /** Whether the policy reads a text's beginning only. */
  boolean isCut(int text) {
    return cut.get(text);
  }

  /** Adds a reader of text queries, the policy first, with its ids of all texts. */
  void addReader(long[][] ids) {
    tokens.add(ids);
  }

  /** Every reader's ids. */
  List<long[][]> tokens() {
    return tokens;
  }
}
