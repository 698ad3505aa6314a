/**
 * What an image-text encoder is to the rest of the house: two towers, a tokeniser, preprocessing, a
 * similarity, and its parameters by what they are for. Each family of encoders has a package of its
 * own below this one, and nothing outside it knows its tensors' names or its special tokens.
 */
@NullMarked
package dev.attune.encoder;

import org.jspecify.annotations.NullMarked;
