package dev.attune.metric.caption;

import java.util.List;

/**
 * ROUGE-L of a caption (Lin, 2004) with beta 1.2: the F-measure of the longest common subsequence,
 * with precision and recall each from the reference where it is highest, as the COCO evaluation
 * does.
 */
final class RougeL {
  private static final double BETA_SQUARED = 1.2 * 1.2;

  private RougeL() {}

  /**
   * @param references at least one
   * @return 0 to 1
   */
  static double score(List<String> candidate, List<List<String>> references) {
    double precision = 0;
    double recall = 0;
    for (List<String> reference : references) {
      // A caption without words counts as one empty word there, and so divides by 1.
      if (candidate.isEmpty() && reference.isEmpty()) {
        return 1;
      }
      double common = longestCommonSubsequence(candidate, reference);
      precision = Math.max(precision, common / Math.max(1, candidate.size()));
      recall = Math.max(recall, common / Math.max(1, reference.size()));
    }
    return precision == 0
        ? 0
        : (1 + BETA_SQUARED) * precision * recall / (recall + BETA_SQUARED * precision);
  }

  private static int longestCommonSubsequence(List<String> a, List<String> b) {
    int[] above = new int[b.size() + 1];
    for (String word : a) {
      int[] row = new int[b.size() + 1];
      for (int j = 1; j < row.length; j++) {
        row[j] = word.equals(b.get(j - 1)) ? above[j - 1] + 1 : Math.max(above[j], row[j - 1]);
      }
      above = row;
    }
    return above[b.size()];
  }
}
