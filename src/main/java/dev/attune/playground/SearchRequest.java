package dev.attune.playground;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for. A text finds pictures; without one a picture finds texts.
 *
 * @param dataset a set of captions, in which to look
 * @param text the query
 * @param sample index within the data set of the picture to take where neither text nor picture is
 *     given
 * @param picture id of an earlier result whose picture to take
 * @param model name of the policy; defaults to {@code icons-clip-s}
 * @param preset defaults to {@code rlcf-flickr-t2i} for a text and {@code rlcf-flickr-i2t} for a
 *     picture
 * @param steps optimiser steps, 0 to 50
 * @param sampleK candidates sampled in every step
 * @param judges names of the models that reward the candidates
 */
public record SearchRequest(
    @Nullable String dataset,
    @Nullable String text,
    @Nullable Integer sample,
    @Nullable String picture,
    @Nullable String model,
    @Nullable String preset,
    @Nullable Integer steps,
    @Nullable Double learningRate,
    @Nullable Double weightDecay,
    @Nullable Integer sampleK,
    @Nullable List<String> judges) {

  /** Whether the query is a text, unless a picture comes with the request. */
  boolean asksText() {
    return text != null || sample == null && picture == null;
  }

  MethodValues values() {
    return new MethodValues(
        model, preset, steps, learningRate, weightDecay, sampleK, null, null, null, judges);
  }
}
