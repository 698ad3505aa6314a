/** Encoders of videos: prompts that make a frozen encoder of pictures one of videos. */
@NullMarked
package dev.attune.encoder.video;

import org.jspecify.annotations.NullMarked;
