/**
 * What a task is, and what all tasks share: runs over data sets, single questions, features that
 * are kept. Each task has a room of its own below.
 */
@NullMarked
package dev.attune.task;

import org.jspecify.annotations.NullMarked;
