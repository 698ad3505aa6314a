/** Methods that remember earlier samples, and take no gradient. */
@NullMarked
package dev.attune.method.memory;

import org.jspecify.annotations.NullMarked;
