/** Pictures from files nobody here made: checked by their header, then decoded. */
@NullMarked
package dev.attune.vision.decode;

import org.jspecify.annotations.NullMarked;
