@NullMarked
package dev.attune.vision;

import org.jspecify.annotations.NullMarked;
