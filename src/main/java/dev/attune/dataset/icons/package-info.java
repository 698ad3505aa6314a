/**
 * The built-in benchmark and what the built-in models learned from: icons, scenes and corruptions,
 * drawn from a seed, the same on every machine.
 */
@NullMarked
package dev.attune.dataset.icons;

import org.jspecify.annotations.NullMarked;
