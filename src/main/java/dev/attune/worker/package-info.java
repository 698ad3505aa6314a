@NullMarked
package dev.attune.worker;

import org.jspecify.annotations.NullMarked;
