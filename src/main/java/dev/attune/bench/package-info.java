/** Measures what this machine gives: no model or data set of its own, random weights only. */
@NullMarked
package dev.attune.bench;

import org.jspecify.annotations.NullMarked;
