package dev.attune.metric.caption.meteor;

/**
 * Words of a candidate that may correspond to words of a reference.
 *
 * @param candidateStart the first one's place
 * @param referenceStart the first one's place
 */
record WordMatch(
    MeteorStage stage,
    int candidateStart,
    int candidateLength,
    int referenceStart,
    int referenceLength) {

  static WordMatch ofWords(MeteorStage stage, int candidate, int reference) {
    return new WordMatch(stage, candidate, 1, reference, 1);
  }

  /**
   * How much the match counts when alignments are compared: its words times its stage's weight,
   * each text's rounded down. So METEOR 1.5's program does it: two words that are not equal count
   * nothing, and where there is a choice are matched only if that costs no chunk.
   */
  int wholeWeight() {
    return (int) (candidateLength * stage.weight()) + (int) (referenceLength * stage.weight());
  }

  int candidateEnd() {
    return candidateStart + candidateLength;
  }

  int referenceEnd() {
    return referenceStart + referenceLength;
  }
}
