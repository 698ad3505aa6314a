package dev.attune.dataset.folder;

import java.util.List;

/**
 * What a registration found of captions.
 *
 * @param captions of all samples together
 * @param leftOut what could not be used, by kind
 */
public record CaptionReport(int captions, List<LeftOut> leftOut) {

  public CaptionReport {
    leftOut = List.copyOf(leftOut);
  }

  /**
   * What was left out for one reason.
   *
   * @param what the kind, in words
   * @param count how many
   * @param first the first of them, by name
   */
  public record LeftOut(String what, int count, List<String> first) {

    public LeftOut {
      first = List.copyOf(first);
    }
  }
}
