/** Methods without a gradient. */
@NullMarked
package dev.attune.method.plain;

import org.jspecify.annotations.NullMarked;
