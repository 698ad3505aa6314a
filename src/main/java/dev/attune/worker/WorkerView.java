package dev.attune.worker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs shards.
 *
 * @param device what it computes on, such as {@code cpu} or {@code gpu:0}
 * @param engine name and version of its computing engine
 * @param threads of the engine
 * @param alive whether its heartbeat is recent
 * @param experimentId what it works on, null when idle
 * @param shard number of the shard it works on, null when idle
 */
public record WorkerView(
    String id,
    String host,
    String device,
    String engine,
    int threads,
    Instant startedAt,
    Instant heartbeatAt,
    boolean alive,
    @Nullable String experimentId,
    @Nullable Integer shard) {}
