/** What a browser and the API see of the processes that compute. */
@NullMarked
package dev.attune.worker.web;

import org.jspecify.annotations.NullMarked;
