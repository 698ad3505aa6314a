/** Methods that remember earlier samples, nearly all without a gradient. */
@NullMarked
package dev.attune.method.memory;

import org.jspecify.annotations.NullMarked;
