@NullMarked
package dev.attune.encoder.clip;

import org.jspecify.annotations.NullMarked;
