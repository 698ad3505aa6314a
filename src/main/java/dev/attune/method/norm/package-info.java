/** Methods that tune the image tower's normalisations on batches of pictures. */
@NullMarked
package dev.attune.method.norm;

import org.jspecify.annotations.NullMarked;
