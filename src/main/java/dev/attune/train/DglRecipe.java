package dev.attune.train;

/**
 * How DGL is trained (ALGORITHMS 5).
 *
 * @param captions of each video that an epoch sees, at most, other ones each time; 0 for all
 * @param together whether a video and its reverse come in one batch, where the set has both
 * @param randomFrames whether a random frame of each segment is seen, or the middle one
 * @param batch pairs a step; fewer where there are fewer
 * @param warmUp share of the steps in which the rate rises
 * @param learningRate the highest
 */
public record DglRecipe(
    int epochs,
    int captions,
    boolean together,
    boolean randomFrames,
    int batch,
    double learningRate,
    double warmUp,
    double weightDecay,
    long seed) {}
