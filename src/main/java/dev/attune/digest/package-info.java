/** Hashes by which files, data and requests are known again. Plain Java, for every room. */
@NullMarked
package dev.attune.digest;

import org.jspecify.annotations.NullMarked;
