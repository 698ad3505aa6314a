/** Frames of videos from files nobody here made: decoded by FFmpeg, within limits. */
@NullMarked
package dev.attune.vision.video;

import org.jspecify.annotations.NullMarked;
