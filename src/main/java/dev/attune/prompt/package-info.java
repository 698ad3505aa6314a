/**
 * Texts for classes: templates into which a class's name is put, and descriptions, by the names of
 * lists and files. It knows neither models nor methods.
 */
@NullMarked
package dev.attune.prompt;

import org.jspecify.annotations.NullMarked;
