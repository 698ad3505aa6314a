/**
 * Experiments from their request to their metrics: kept in the database, cut into shards, written
 * by workers through a journal, completed when all is done. The command line runs the same ones
 * without a database.
 */
@NullMarked
package dev.attune.experiment;

import org.jspecify.annotations.NullMarked;
