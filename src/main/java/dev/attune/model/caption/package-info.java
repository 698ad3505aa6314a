@NullMarked
package dev.attune.model.caption;

import org.jspecify.annotations.NullMarked;
