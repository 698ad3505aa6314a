/** Pictures and texts that people bring, and what adapting to them gives, step by step. */
@NullMarked
package dev.attune.playground;

import org.jspecify.annotations.NullMarked;
