@NullMarked
package dev.attune.model.lm;

import org.jspecify.annotations.NullMarked;
