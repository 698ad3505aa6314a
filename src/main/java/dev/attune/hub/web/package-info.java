/** Models, and pulling them, as pages and in the API. */
@NullMarked
package dev.attune.hub.web;

import org.jspecify.annotations.NullMarked;
