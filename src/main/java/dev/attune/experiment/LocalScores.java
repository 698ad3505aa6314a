package dev.attune.experiment;

import org.jspecify.annotations.Nullable;

/**
 * What a local run gave, before it is measured.
 *
 * @param samples that were run, the failed ones included
 * @param firstFailure which sample failed first, and why; null when none did
 */
record LocalScores(
    ShardScores scores,
    int samples,
    int failed,
    @Nullable String firstFailure,
    double secondsPerSample) {}
