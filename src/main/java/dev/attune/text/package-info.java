/**
 * Tokenisers: what encoders and language models have in common of them, and the files they are read
 * from.
 */
@NullMarked
package dev.attune.text;

import org.jspecify.annotations.NullMarked;
