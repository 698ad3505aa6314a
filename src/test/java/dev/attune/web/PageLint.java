package dev.attune.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what no page may have. */
final class PageLint {
  private static final Pattern TAG = Pattern.compile("<([a-z][a-z0-9]*)\\b([^>]*)>");
  private static final Pattern LABEL = Pattern.compile("<label\\b[^>]*\\bfor=\"([^\"]*)\"");

  private PageLint() {}

  static List<String> problems(String html) {
    List<String> problems = new ArrayList<>();
    Set<String> labelled = new HashSet<>();
    LABEL.matcher(html).results().forEach(m -> labelled.add(m.group(1)));
    Set<String> ids = new HashSet<>();
    int heads = 0;
    for (MatchResult m : TAG.matcher(html).results().toList()) {
      String tag = m.group(1);
      String rest = m.group(2);
      String id = attribute(rest, "id");
      refuse(!id.isEmpty() && !ids.add(id), "an id that is used twice", m, problems);
      refuse(
          rest.matches("(?s).*\\s(th|sec):.*") || tag.equals("th:block"),
          "a leftover",
          m,
          problems);
      refuse(rest.contains("href=\"#\"") || rest.contains("href=\"\""), "no address", m, problems);
      refuse(rest.matches("(?s).*\\s(style|on[a-z]+)=.*"), "a style or script", m, problems);
      refuse(tag.equals("script") && !rest.contains("src="), "a script", m, problems);
      refuse(tag.equals("img") && !rest.contains("alt="), "no alt", m, problems);
      refuse(
          tag.equals("video") && attribute(rest, "aria-label").isEmpty(), "no name", m, problems);
      boolean field =
          (tag.equals("input") && !attribute(rest, "type").equals("hidden"))
              || tag.equals("select")
              || tag.equals("textarea");
      refuse(field && !labelled.contains(id), "no label", m, problems);
      refuse(tag.equals("th") && !rest.contains("scope="), "no scope", m, problems);
      refuse(tag.equals("form") && attribute(rest, "action").isEmpty(), "no action", m, problems);
      heads += tag.equals("h1") ? 1 : 0;
    }
    for (MatchResult m : Pattern.compile("href=\"#([^\"]+)\"").matcher(html).results().toList()) {
      refuse(!ids.contains(m.group(1)), "an anchor to nowhere", m, problems);
    }
    if (heads != 1) {
      problems.add(heads + " first headings");
    }
    if (html.contains("${") || html.contains("#{") || html.contains("<th:")) {
      problems.add("an expression that was not resolved");
    }
    if (!html.startsWith("<!DOCTYPE html>")) {
      problems.add("no doctype");
    }
    return problems;
  }

  private static void refuse(boolean found, String what, MatchResult at, List<String> problems) {
    if (found) {
      problems.add(what + ": " + at.group());
    }
  }

  private static String attribute(String tag, String name) {
    Matcher m = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(tag);
    return m.find() ? m.group(1) : "";
  }
}
