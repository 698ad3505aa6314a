/** Reinforcement learning with CLIP feedback (Zhao et al. 2024, arXiv 2305.18010). */
@NullMarked
package dev.attune.method.rlcf;

import org.jspecify.annotations.NullMarked;
