@NullMarked
package dev.attune.weights;

import org.jspecify.annotations.NullMarked;
