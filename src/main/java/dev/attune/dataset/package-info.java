@NullMarked
package dev.attune.dataset;

import org.jspecify.annotations.NullMarked;
