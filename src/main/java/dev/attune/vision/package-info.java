/**
 * Pictures before they are tensors: framing, normalisation, crops and augmentations, as Pillow and
 * torchvision compute them.
 */
@NullMarked
package dev.attune.vision;

import org.jspecify.annotations.NullMarked;
