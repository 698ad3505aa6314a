/** Methods that take no gradient steps. */
@NullMarked
package dev.attune.method.plain;

import org.jspecify.annotations.NullMarked;
