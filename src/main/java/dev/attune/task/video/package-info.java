/** The texts of a video, and the videos of a text. */
@NullMarked
package dev.attune.task.video;

import org.jspecify.annotations.NullMarked;
