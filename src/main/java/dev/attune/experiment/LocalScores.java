package dev.attune.experiment;

import dev.attune.experiment.domain.ShardScores;
import org.jspecify.annotations.Nullable;

/**
 * What a local run gave, before it is measured.
 *
 * @param samples that were run, the failed ones included
 * @param unadapted that were left as they are, as too few were left for a batch
 * @param firstFailure which sample failed first, and why; null when none did
 */
record LocalScores(
    ShardScores scores,
    int samples,
    int failed,
    int unadapted,
    @Nullable String firstFailure,
    double secondsPerSample) {}
