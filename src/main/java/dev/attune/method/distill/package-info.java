/** Methods that bring a model's distribution to a judge's. */
@NullMarked
package dev.attune.method.distill;

import org.jspecify.annotations.NullMarked;
