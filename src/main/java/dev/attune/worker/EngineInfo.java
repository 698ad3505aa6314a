package dev.attune.worker;

/**
 * What this process computes with.
 *
 * @param engine its name and version
 * @param device such as {@code cpu} or {@code gpu:0}
 * @param threads of the engine
 */
public record EngineInfo(String engine, String device, int threads) {}
