/**
 * Downloads that can be cut off: resumed, limited, checked by their hash, and moved into place
 * whole.
 */
@NullMarked
package dev.attune.hub.download;

import org.jspecify.annotations.NullMarked;
