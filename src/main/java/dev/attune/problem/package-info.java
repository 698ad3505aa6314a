/**
 * What an exception says to a caller over HTTP. It stands at the very bottom and knows nothing, so
 * that the catalogues, which must run without Spring, can say it as well as a page's feature; and
 * so that {@code dev.attune.web} can answer for all of them and know none.
 */
@NullMarked
package dev.attune.problem;

import org.jspecify.annotations.NullMarked;
