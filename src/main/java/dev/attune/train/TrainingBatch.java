package dev.attune.train;

import java.util.List;

/**
 * Some examples, ready for the engine.
 *
 * @param pictures (B, 3, R, R), normalised, row-major
 * @param named what each picture's one thing is, see {@link CaptionedPictures.Pair#named}
 * @param accepted whether caption j is right for picture i
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the engine, never compared
record TrainingBatch(
    int step, float[] pictures, List<String> captions, List<Long> named, boolean[][] accepted) {}
