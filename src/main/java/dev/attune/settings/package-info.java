/** The settings of the application, in one place, each with its name in the environment. */
@NullMarked
package dev.attune.settings;

import org.jspecify.annotations.NullMarked;
