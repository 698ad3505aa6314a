@NullMarked
package dev.attune.task;

import org.jspecify.annotations.NullMarked;
