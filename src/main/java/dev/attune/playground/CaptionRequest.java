package dev.attune.playground;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a picture is to be captioned. Nothing is needed; preset and the model's card fill what is not
 * given.
 *
 * @param dataset with {@code sample}, the picture to take where none is uploaded
 * @param sample index within the data set
 * @param picture id of an earlier result whose picture to take
 * @param model name of the captioner; defaults to the preset's
 * @param preset defaults to {@code rlcf-clipcap-flickr}
 * @param steps optimiser steps, 0 to 50
 * @param sampleK captions sampled in every step
 * @param judges names of the models that reward the captions
 */
public record CaptionRequest(
    @Nullable String dataset,
    @Nullable Integer sample,
    @Nullable String picture,
    @Nullable String model,
    @Nullable String preset,
    @Nullable Integer steps,
    @Nullable Double learningRate,
    @Nullable Double weightDecay,
    @Nullable Integer sampleK,
    @Nullable List<String> judges) {

  MethodValues values() {
    return new MethodValues(
        model, preset, steps, learningRate, weightDecay, sampleK, null, null, null, judges);
  }
}
