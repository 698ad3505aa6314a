/**
 * What is measured: scores are kept a sample, merged, and summed up by metrics that say everything
 * about themselves. Knows neither tasks nor the engine, so that results can be compared anywhere.
 */
@NullMarked
package dev.attune.metric;

import org.jspecify.annotations.NullMarked;
