/**
 * What a data set is to the rest: pictures with a class or with captions, in a fixed order, with a
 * fingerprint; and the catalogue of those that are here.
 */
@NullMarked
package dev.attune.dataset;

import org.jspecify.annotations.NullMarked;
