package dev.attune.task;

/** What is looked at where a question is not a text alone. */
public enum Medium {
  PICTURE("image"),
  VIDEO("video");

  private final String part;

  Medium(String part) {
    this.part = part;
  }

  /** The part of a request that holds its file. */
  public String part() {
    return part;
  }
}
