/** A sentence for each picture. */
@NullMarked
package dev.attune.task.captioning;

import org.jspecify.annotations.NullMarked;
