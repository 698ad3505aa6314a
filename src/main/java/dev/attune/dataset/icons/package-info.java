@NullMarked
package dev.attune.dataset.icons;

import org.jspecify.annotations.NullMarked;
