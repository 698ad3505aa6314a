/** The playground as pages and in the API. */
@NullMarked
package dev.attune.playground.web;

import org.jspecify.annotations.NullMarked;
