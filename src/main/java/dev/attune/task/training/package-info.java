/** Trainings: what is learned from a data set before anything is adapted. */
@NullMarked
package dev.attune.task.training;

import org.jspecify.annotations.NullMarked;
