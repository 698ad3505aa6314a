package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;

/**
 * A picture of one thing, and what was drawn.
 *
 * @param concept index into {@link Concepts#names()}
 * @param colour the thing's colour; {@link Colour#GRAY} in a sketch
 */
public record IconPicture(
    RgbImage image,
    int concept,
    IconFamily family,
    Colour colour,
    Size size,
    Place place,
    Background background) {}
