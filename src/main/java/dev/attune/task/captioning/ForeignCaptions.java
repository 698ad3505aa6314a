package dev.attune.task.captioning;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Captions that were made elsewhere, and what they are to be compared with.
 *
 * @param captions by the images' places among the references; they may be empty
 * @param unknown the images that have captions and no references, as they were named
 * @param judge the encoder that measures CLIPScore, for which there must be pictures; null for none
 */
public record ForeignCaptions(
    References references,
    SortedMap<Integer, String> captions,
    List<String> unknown,
    @Nullable String judge) {}
