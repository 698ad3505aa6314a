/** Data sets and their registration as pages and in the API, and their pictures as PNG. */
@NullMarked
package dev.attune.dataset.web;

import org.jspecify.annotations.NullMarked;
