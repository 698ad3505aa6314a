/**
 * The application: serves without arguments, and runs a command with some. All rooms stand below.
 */
@NullMarked
package dev.attune;

import org.jspecify.annotations.NullMarked;
