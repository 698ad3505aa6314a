/** Methods that tune a tower's normalisations on batches of queries. */
@NullMarked
package dev.attune.method.norm;

import org.jspecify.annotations.NullMarked;
