/**
 * Methods that take gradient steps: something that is tuned, times something that is minimised. One
 * skeleton serves choices and captions.
 */
@NullMarked
package dev.attune.method.gradient;

import org.jspecify.annotations.NullMarked;
