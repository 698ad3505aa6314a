@NullMarked
package dev.attune.model.weights;

import org.jspecify.annotations.NullMarked;
