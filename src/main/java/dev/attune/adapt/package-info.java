@NullMarked
package dev.attune.adapt;

import org.jspecify.annotations.NullMarked;
