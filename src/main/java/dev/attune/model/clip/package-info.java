@NullMarked
package dev.attune.model.clip;

import org.jspecify.annotations.NullMarked;
