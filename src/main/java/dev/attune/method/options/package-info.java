/** Options that several methods share, and the annotations that say what a value may be. */
@NullMarked
package dev.attune.method.options;

import org.jspecify.annotations.NullMarked;
