package dev.attune.method.options;

import io.swagger.v3.oas.annotations.media.Schema;

/** The optimiser's steps (AdamW as PyTorch defines it; ALGORITHMS 4). */
public record Steps(
    @Schema(title = "Steps", description = "optimiser steps a sample, 0 for none")
        @Whole(min = 0, max = 1000, maxInteractive = 50)
        @Prominent
        int steps,
    @Schema(title = "Learning rate", description = "of the optimiser, such as 1e-5") @Rate
        double learningRate,
    @Schema(title = "Weight decay", description = "of the optimiser, such as 5e-4") @Rate
        double weightDecay) {}
