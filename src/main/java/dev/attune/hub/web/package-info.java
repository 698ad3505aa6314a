@NullMarked
package dev.attune.hub.web;

import org.jspecify.annotations.NullMarked;
