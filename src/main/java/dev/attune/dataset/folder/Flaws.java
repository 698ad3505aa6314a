package dev.attune.dataset.folder;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what is left out, and remembers the first of each kind by name. */
final class Flaws {
  private static final int MAX_LISTED = 100;

  private final String kind;
  private final Map<Flaw, List<String>> first = new EnumMap<>(Flaw.class);
  private final Map<Flaw, Integer> counts = new EnumMap<>(Flaw.class);

  /**
   * @param kind of the samples, in the singular
   */
  Flaws(String kind) {
    this.kind = kind;
  }

  void add(Flaw flaw, String what) {
    if (counts.merge(flaw, 1, Integer::sum) <= MAX_LISTED) {
      first.computeIfAbsent(flaw, f -> new ArrayList<>()).add(what);
    }
  }

  List<CaptionReport.LeftOut> report() {
    return first.entrySet().stream()
        .map(
            e ->
                new CaptionReport.LeftOut(
                    e.getKey().title(kind), counts.getOrDefault(e.getKey(), 0), e.getValue()))
        .toList();
  }
}
