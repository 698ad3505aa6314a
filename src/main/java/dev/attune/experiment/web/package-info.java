@NullMarked
package dev.attune.experiment.web;

import org.jspecify.annotations.NullMarked;
