/**
 * Files of tensors, read and written as the untrusted input that they are, and what lies beside
 * them.
 */
@NullMarked
package dev.attune.weights;

import org.jspecify.annotations.NullMarked;
