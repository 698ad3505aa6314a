@NullMarked
package dev.attune.leaderboard.web;

import org.jspecify.annotations.NullMarked;
