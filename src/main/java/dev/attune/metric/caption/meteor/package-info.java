/** METEOR 1.5: aligns the words of two captions and scores the alignment. */
@NullMarked
package dev.attune.metric.caption.meteor;

import org.jspecify.annotations.NullMarked;
