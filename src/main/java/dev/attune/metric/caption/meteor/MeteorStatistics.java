package dev.attune.metric.caption.meteor;

import java.util.List;

/**
 * What METEOR's score is computed from; of a corpus it is the sum over its captions. Matches and
 * lengths are weighted: content words count 0.75, function words 0.25, and matches also by their
 * stage.
 *
 * @param unmatched words of either text without a match, unweighted
 * @param matchedWords matched words of both texts, unweighted
 */
public record MeteorStatistics(
    double candidateMatches,
    double candidateLength,
    double referenceMatches,
    double referenceLength,
    double chunks,
    double matchedWords,
    double unmatched) {
  private static final double ALPHA = 0.85;
  private static final double BETA = 0.2;
  private static final double GAMMA = 0.6;
  private static final double DELTA = 0.75;

  static MeteorStatistics of(
      List<String> candidate, List<String> reference, Aligner.Alignment alignment) {
    double candidateMatches = 0;
    double referenceMatches = 0;
    int matched = 0;
    for (WordMatch match : alignment.matches()) {
      double weight = match.stage().weight();
      candidateMatches +=
          weight * weighted(candidate.subList(match.candidateStart(), match.candidateEnd()));
      referenceMatches +=
          weight * weighted(reference.subList(match.referenceStart(), match.referenceEnd()));
      matched += match.candidateLength() + match.referenceLength();
    }
    return new MeteorStatistics(
        candidateMatches,
        weighted(candidate),
        referenceMatches,
        weighted(reference),
        alignment.chunks(),
        matched,
        candidate.size() + reference.size() - matched);
  }

  private static double weighted(List<String> words) {
    double sum = 0;
    for (String word : words) {
      sum += MeteorText.isFunctionWord(word) ? 1 - DELTA : DELTA;
    }
    return sum;
  }

  /** The score: the weighted F-measure less the penalty for being in pieces, 0 to 1. */
  double score() {
    if (candidateMatches == 0 || referenceMatches == 0) {
      return 0;
    }
    double precision = candidateMatches / candidateLength;
    double recall = referenceMatches / referenceLength;
    double mean = 1 / ((1 - ALPHA) / precision + ALPHA / recall);
    return mean * (1 - GAMMA * Math.pow(pieces() / (matchedWords / 2), BETA));
  }

  /** The chunks that count: texts that correspond as a whole are not in pieces. */
  double pieces() {
    return unmatched == 0 && chunks == 1 ? 0 : chunks;
  }
}
