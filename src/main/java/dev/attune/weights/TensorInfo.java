package dev.attune.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** A tensor as a file announces it. */
public record TensorInfo(DataType type, Shape shape) {}
