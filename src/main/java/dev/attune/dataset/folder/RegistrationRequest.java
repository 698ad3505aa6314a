package dev.attune.dataset.folder;

import java.util.Objects;

/**
 * What is asked for.
 *
 * @param name the data set's name from now on
 * @param layout see {@link Layout#id()}
 * @param path its folder: relative to the folder of data sets, or any where {@code anywhere} holds
 * @param anywhere whether the folder may lie elsewhere; only for who can read the machine's files
 *     anyway
 * @param choice what of the folder becomes a set of captions
 */
public record RegistrationRequest(
    String name, String layout, String path, boolean anywhere, CaptionChoice choice) {

  public RegistrationRequest {
    choice = Objects.requireNonNullElse(choice, CaptionChoice.USUAL);
  }

  /** Without a choice. */
  public RegistrationRequest(String name, String layout, String path, boolean anywhere) {
    this(name, layout, path, anywhere, CaptionChoice.USUAL);
  }
}
