/** The processes that compute, as a page and in the API. */
@NullMarked
package dev.attune.worker.web;

import org.jspecify.annotations.NullMarked;
