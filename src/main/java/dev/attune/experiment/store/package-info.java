/**
 * Experiments and their results in the database: entities, what queues, finds and deletes them, and
 * the journal in which workers write.
 */
@NullMarked
package dev.attune.experiment.store;

import org.jspecify.annotations.NullMarked;
