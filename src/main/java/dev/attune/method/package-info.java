/**
 * What a method of adaptation is, and what a task lends it. With the options below it is all that a
 * plug-in is compiled against. Built-in methods stand in the packages below, one class each.
 */
@NullMarked
package dev.attune.method;

import org.jspecify.annotations.NullMarked;
