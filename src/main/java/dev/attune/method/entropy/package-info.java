/**
 * Methods that minimise the entropy of a picture's views (Shu et al. 2022, TPT, arXiv 2209.07511).
 */
@NullMarked
package dev.attune.method.entropy;

import org.jspecify.annotations.NullMarked;
