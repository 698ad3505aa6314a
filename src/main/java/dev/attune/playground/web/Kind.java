package dev.attune.playground.web;

import java.util.Arrays;
import java.util.NoSuchElementException;

/** The tasks of the playground, by their names in addresses. */
public enum Kind {
  CLASSIFY("classify", "classification", "classifications", "Classify a picture"),
  CAPTION("caption", "captioning", "captions", "Caption a picture"),
  SEARCH("search", "retrieval", "searches", "Search a data set");

  private final String page;
  private final String task;
  private final String api;
  private final String title;

  Kind(String page, String task, String api, String title) {
    this.page = page;
    this.task = task;
    this.api = api;
    this.title = title;
  }

  static Kind ofPage(String name) {
    return Arrays.stream(values())
        .filter(k -> k.page.equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(name));
  }

  static Kind ofApi(String name) {
    return Arrays.stream(values())
        .filter(k -> k.api.equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(name));
  }

  String task() {
    return task;
  }

  public String title() {
    return title;
  }

  /** The address of its page. */
  public String page() {
    return "/playground/" + page;
  }

  /** The address of its results as JSON. */
  public String api() {
    return "/api/" + api;
  }

  /** The template of its form. */
  String form() {
    return "playground/" + page;
  }
}
