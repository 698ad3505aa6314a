/**
 * Trainings, which are no tasks but run as they do: what is learned from a data set before anything
 * is adapted, one class a trainer.
 */
@NullMarked
package dev.attune.task.training;

import org.jspecify.annotations.NullMarked;
