/**
 * From what somebody asks for to what is run: defaults, presets, cards and requests are merged,
 * bound once and checked, and each value keeps where it comes from. The methods and presets that
 * are here are found here.
 */
@NullMarked
package dev.attune.spec;

import org.jspecify.annotations.NullMarked;
