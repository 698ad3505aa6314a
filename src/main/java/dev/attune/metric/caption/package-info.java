/** What is measured of a caption, as the COCO evaluation does. */
@NullMarked
package dev.attune.metric.caption;

import org.jspecify.annotations.NullMarked;
