package dev.attune.task;

/** What one sample of a run gave. */
public sealed interface RunResult permits SampleResult, TrainingResult {}
