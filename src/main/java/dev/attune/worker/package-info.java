/** Runs shards on the one thread that owns the engine; knows neither pages nor what is stored. */
@NullMarked
package dev.attune.worker;

import org.jspecify.annotations.NullMarked;
