@NullMarked
package dev.attune.text;

import org.jspecify.annotations.NullMarked;
