@NullMarked
package dev.attune.playground.web;

import org.jspecify.annotations.NullMarked;
