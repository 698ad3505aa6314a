/**
 * Experiments from their request to their metrics. What one is stands in {@code domain}, how it is
 * kept, queued and written by workers in {@code store}. Here are the runs of the command line,
 * which need no database, and the demonstration.
 */
@NullMarked
package dev.attune.experiment;

import org.jspecify.annotations.NullMarked;
