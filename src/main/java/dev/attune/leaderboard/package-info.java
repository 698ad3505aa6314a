/** Which method is best on a data set: ranks finished experiments, and what their gains are. */
@NullMarked
package dev.attune.leaderboard;

import org.jspecify.annotations.NullMarked;
