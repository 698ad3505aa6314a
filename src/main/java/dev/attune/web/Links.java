package dev.attune.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** Addresses of a list's other pages and orders, which keep what else was asked: {@code @links}. */
@Component("links")
public class Links {
  private static final String PAGE = "page";
  private static final String AFTER = "after";
  private static final String BEFORE = "before";
  private static final String SORT = "sort";

  private final HttpServletRequest request;

  /**
   * @param request stands for the current one
   */
  Links(HttpServletRequest request) {
    this.request = request;
  }

  public String page(int page) {
    return with(PAGE, page == 0 ? "" : Integer.toString(page));
  }

  /** What follows a row of this list, by the row's key. */
  public String after(String key) {
    return with(AFTER, key);
  }

  /** What stands before a row of this list, by the row's key. */
  public String before(String key) {
    return with(BEFORE, key);
  }

  /** Sorts by a key: downwards first where numbers and times stand, and the other way after. */
  public String sort(String key, boolean downFirst) {
    String down = key + ",desc";
    String up = key + ",asc";
    String next = downFirst ? down : up;
    if (next.equals(request.getParameter(SORT))) {
      next = downFirst ? up : down;
    }
    return with(SORT, next);
  }

  /** What the address gives a parameter, empty when it does not. */
  public String given(String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value;
  }

  /** For {@code aria-sort}: {@code ascending}, {@code descending} or null. */
  public @Nullable String direction(String key) {
    String sort = request.getParameter(SORT);
    if (sort == null || !sort.split(",", 2)[0].equals(key)) {
      return null;
    }
    return sort.endsWith(",desc") ? "descending" : "ascending";
  }

  /**
   * This address with another value of a parameter, none when it is blank, from the list's start.
   */
  public String with(String name, String value) {
    Map<String, String> kept = new LinkedHashMap<>();
    request.getParameterMap().forEach((key, values) -> kept.put(key, values[0]));
    List.of(PAGE, AFTER, BEFORE).forEach(kept::remove);
    kept.put(name, value);
    return kept.entrySet().stream()
        .filter(e -> !e.getValue().isBlank())
        .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
        .collect(Collectors.joining("&", request.getRequestURI() + "?", ""));
  }

  private static String encode(String text) {
    return UriUtils.encode(text, StandardCharsets.UTF_8);
  }
}
