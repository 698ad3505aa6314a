@NullMarked
package dev.attune.hub.download;

import org.jspecify.annotations.NullMarked;
