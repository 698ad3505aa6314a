/** What methods without gradients compute from the views of a picture. */
@NullMarked
package dev.attune.method.views;

import org.jspecify.annotations.NullMarked;
