/**
 * What the server asks of whoever sends, before anybody reads it: that it comes at some pace, over
 * so many connections. And whose word about the sender is believed.
 */
@NullMarked
package dev.attune.web.guard;

import org.jspecify.annotations.NullMarked;
