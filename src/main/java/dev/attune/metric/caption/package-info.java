@NullMarked
package dev.attune.metric.caption;

import org.jspecify.annotations.NullMarked;
