/** Experiments, presets and methods as pages and in the API, and their export. */
@NullMarked
package dev.attune.experiment.web;

import org.jspecify.annotations.NullMarked;
