/** One class out of many for each picture. */
@NullMarked
package dev.attune.task.classification;

import org.jspecify.annotations.NullMarked;
