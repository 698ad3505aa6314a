/**
 * Which words mean the same. A room of its own, below the metrics that ask it, METEOR and SPICE.
 */
@NullMarked
package dev.attune.metric.caption.wordnet;

import org.jspecify.annotations.NullMarked;
