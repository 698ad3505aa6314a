@NullMarked
package dev.attune.experiment;

import org.jspecify.annotations.NullMarked;
