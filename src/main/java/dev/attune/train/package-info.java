/**
 * The optimisation of what is trained rather than adapted: built-in encoders and language model,
 * and captioners' mapping networks. Knows no catalogue and no queue.
 */
@NullMarked
package dev.attune.train;

import org.jspecify.annotations.NullMarked;
