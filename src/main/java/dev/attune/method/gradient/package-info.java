@NullMarked
package dev.attune.method.gradient;

import org.jspecify.annotations.NullMarked;
