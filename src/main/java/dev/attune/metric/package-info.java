@NullMarked
package dev.attune.metric;

import org.jspecify.annotations.NullMarked;
