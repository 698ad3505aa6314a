package dev.attune.playground;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about a picture. Only the labels are needed; preset and the model's card fill what
 * is not given.
 *
 * @param labels what the picture may show, 2 to 1000; several in one value are divided by commas or
 *     line breaks
 * @param dataset with {@code sample}, the picture to take where none is uploaded, and the labels
 *     where none are given
 * @param sample index within the data set
 * @param picture id of an earlier result whose picture to take
 * @param model name of the policy; defaults to {@code icons-clip-s}
 * @param preset defaults to {@code rlcf-tune}
 * @param seed of the views; defaults to 0
 * @param steps optimiser steps, 0 to 50
 * @param sampleK candidates sampled from each view
 * @param views views of the picture, the plain one included, 1 to 256
 * @param selection share of the views that is kept, in (0, 1]
 * @param cropScale least share of the picture's area that a random crop keeps, in (0, 1]
 * @param judges names of the models that reward the candidates
 */
public record ClassificationRequest(
    @Nullable List<String> labels,
    @Nullable String dataset,
    @Nullable Integer sample,
    @Nullable String picture,
    @Nullable String model,
    @Nullable String preset,
    @Nullable Long seed,
    @Nullable Integer steps,
    @Nullable Double learningRate,
    @Nullable Double weightDecay,
    @Nullable Integer sampleK,
    @Nullable Integer views,
    @Nullable Double selection,
    @Nullable Double cropScale,
    @Nullable List<String> judges) {

  MethodValues values() {
    return new MethodValues(
        model,
        preset,
        steps,
        learningRate,
        weightDecay,
        sampleK,
        views,
        selection,
        cropScale,
        judges);
  }
}
