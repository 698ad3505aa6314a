/**
 * What someone asks for, and what is wrong with it: below the features, which all take requests,
 * and free of the web, since the command line takes them too.
 */
@NullMarked
package dev.attune.spec;

import org.jspecify.annotations.NullMarked;
