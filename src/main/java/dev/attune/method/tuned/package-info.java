/** What of an encoder can be tuned, and how its features are computed meanwhile. */
@NullMarked
package dev.attune.method.tuned;

import org.jspecify.annotations.NullMarked;
