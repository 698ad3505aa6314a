/**
 * SigLIP (Zhai et al. 2023, arXiv 2303.15343) and SigLIP 2 of fixed resolution (Tschannen et al.
 * 2025, arXiv 2502.14786): an image transformer with attention pooling, a text transformer that
 * looks both ways, and a similarity with a bias. Where it is as CLIP it uses that room's parts.
 */
@NullMarked
package dev.attune.encoder.siglip;

import org.jspecify.annotations.NullMarked;
