/**
 * Takes shards from the queue and runs them on the one thread that owns the engine. Knows neither
 * pages nor how experiments are stored: results go to a journal.
 */
@NullMarked
package dev.attune.worker;

import org.jspecify.annotations.NullMarked;
