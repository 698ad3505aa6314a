package dev.attune.dataset.folder;

import java.nio.file.Path;

/** One data set that can be registered: its folder is understood, its list is sound. */
public final class RegistrationPlan {
  private final String name;
  private final Layout layout;
  private final String path;
  private final Path root;
  private final Listing listing;

  RegistrationPlan(String name, Layout layout, String path, Path root, Listing listing) {
    this.name = name;
    this.layout = layout;
    this.path = path;
    this.root = root;
    this.listing = listing;
  }

  /** The data set's name. */
  public String name() {
    return name;
  }

  Layout layout() {
    return layout;
  }

  /** See {@link Registration#path()}. */
  String path() {
    return path;
  }

  Path root() {
    return root;
  }

  Listing listing() {
    return listing;
  }
}
