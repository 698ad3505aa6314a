/** Reads what the options of methods and trainers say of themselves off their records. */
@NullMarked
package dev.attune.method.schema;

import org.jspecify.annotations.NullMarked;
