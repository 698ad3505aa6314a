/**
 * From what somebody asks for to what is run: options, presets, cards and requests are merged, bound
 * once, checked, and told where each value comes from.
 */
@NullMarked
package dev.attune.spec;

import org.jspecify.annotations.NullMarked;
