@NullMarked
package dev.attune.train;

import org.jspecify.annotations.NullMarked;
