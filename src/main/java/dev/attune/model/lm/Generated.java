package dev.attune.model.lm;

/**
 * A generated sequence.
 *
 * @param tokens the prompt, what follows, and the end token where it ended
 * @param score sum of the logarithms of its tokens' probabilities, divided by its length without
 *     the end token to the power of the length penalty
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Generated(long[] tokens, double score) {}
