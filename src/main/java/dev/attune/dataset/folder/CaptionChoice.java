package dev.attune.dataset.folder;

import org.jspecify.annotations.Nullable;

/**
 * What of a folder becomes a set of captions; what is null is left to the layout.
 *
 * @param captionFile the file of the captions, relative to the data set's folder
 * @param split of layouts with splits, such as {@code test}; several may be joined by commas
 * @param domain of NoCaps: {@code in}, {@code near}, {@code out} or {@code all}
 */
public record CaptionChoice(
    @Nullable String captionFile, @Nullable String split, @Nullable String domain) {

  /** Everything as the layout has it. */
  public static final CaptionChoice USUAL = new CaptionChoice(null, null, null);
}
