/**
 * Captioners: what an encoder, a mapping network and a language model are together. It stands above
 * the rooms of the three, since an encoder is made of the layers that the other two are made of.
 */
@NullMarked
package dev.attune.caption;

import org.jspecify.annotations.NullMarked;
