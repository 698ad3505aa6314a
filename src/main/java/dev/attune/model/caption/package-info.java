/**
 * Mapping networks, which make a language model's prefix of a picture's embedding, and the text and
 * loss of captions.
 */
@NullMarked
package dev.attune.model.caption;

import org.jspecify.annotations.NullMarked;
