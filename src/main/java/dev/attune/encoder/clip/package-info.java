/**
 * CLIP (Radford et al. 2021): the formats that its checkpoints come in, its tokeniser and
 * preprocessing, and its networks.
 */
@NullMarked
package dev.attune.encoder.clip;

import org.jspecify.annotations.NullMarked;
