@NullMarked
package dev.attune.hub;

import org.jspecify.annotations.NullMarked;
