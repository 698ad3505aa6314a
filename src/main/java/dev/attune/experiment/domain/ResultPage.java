package dev.attune.experiment.domain;

import java.util.List;

/**
 * One page of a longer list.
 *
 * @param page its number, from 0
 * @param size most items a page
 * @param totalItems over all pages
 * @param totalPages at least 1
 */
public record ResultPage<T>(List<T> items, int page, int size, long totalItems, int totalPages) {

  public ResultPage {
    items = List.copyOf(items);
  }

  /** Counts the pages. */
  public static <T> ResultPage<T> of(List<T> items, int page, int size, long totalItems) {
    int pages = (int) Math.max(1, (totalItems + size - 1) / size);
    return new ResultPage<>(items, page, size, totalItems, pages);
  }
}
