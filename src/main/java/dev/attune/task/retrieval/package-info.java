/** The texts of a picture, and the pictures of a text. */
@NullMarked
package dev.attune.task.retrieval;

import org.jspecify.annotations.NullMarked;
