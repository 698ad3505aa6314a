/** Leaderboards as pages and in the API. */
@NullMarked
package dev.attune.leaderboard.web;

import org.jspecify.annotations.NullMarked;
