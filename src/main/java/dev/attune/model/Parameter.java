package dev.attune.model;

import ai.djl.ndarray.NDArray;

/** A tensor that can be trained, under its name in the checkpoint. */
public record Parameter(String name, NDArray array) {}
