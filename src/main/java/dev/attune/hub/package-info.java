/**
 * The models of an installation: what is here and what could be, of which kind each is, how they
 * come, are checked, and go.
 */
@NullMarked
package dev.attune.hub;

import org.jspecify.annotations.NullMarked;
