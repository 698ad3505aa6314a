@NullMarked
package dev.attune.leaderboard;

import org.jspecify.annotations.NullMarked;
