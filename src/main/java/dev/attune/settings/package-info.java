@NullMarked
package dev.attune.settings;

import org.jspecify.annotations.NullMarked;
