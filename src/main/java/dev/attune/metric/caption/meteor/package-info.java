@NullMarked
package dev.attune.metric.caption.meteor;

import org.jspecify.annotations.NullMarked;
