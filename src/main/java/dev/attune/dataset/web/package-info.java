@NullMarked
package dev.attune.dataset.web;

import org.jspecify.annotations.NullMarked;
