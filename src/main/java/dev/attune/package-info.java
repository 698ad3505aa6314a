@NullMarked
package dev.attune;

import org.jspecify.annotations.NullMarked;
