package dev.attune.leaderboard;

import dev.attune.metric.Estimate;

/**
 * A leaderboard in one line.
 *
 * @param entries number of its rows
 * @param metric name of the metric that ranks it
 * @param best value of its first row
 * @param href the leaderboard in the API
 */
public record LeaderboardSummary(
    String task, String dataset, int entries, String metric, Estimate best, String href) {}
