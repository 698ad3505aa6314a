package dev.attune.cli;

import dev.attune.experiment.LocalExperiments;
import java.io.PrintWriter;
import java.util.Locale;

/** A line on a terminal that is written over as work goes on. */
final class ProgressBar {
  private static final int WIDTH = 30;
  private static final long EVERY_NANOS = 100_000_000;

  private final PrintWriter terminal;
  private final long start = System.nanoTime();
  private long written;

  ProgressBar(PrintWriter terminal) {
    this.terminal = terminal;
  }

  /** A bar on a terminal; elsewhere nothing, as it would only litter a file. */
  static LocalExperiments.Progress on(PrintWriter err) {
    return System.console() == null ? (done, total) -> {} : new ProgressBar(err)::update;
  }

  void update(int done, int total) {
    long now = System.nanoTime();
    if (done < total && now - written < EVERY_NANOS) {
      return;
    }
    written = now;
    terminal.print("\r" + line(done, total, (now - start) / 1e9));
    if (done == total) {
      terminal.println();
    }
    terminal.flush();
  }

  /** Such as {@code [##### ] 100/200 50% 3.2 samples/s 31 s left}. */
  static String line(int done, int total, double seconds) {
    int filled = (int) ((long) WIDTH * done / total);
    double rate = done / Math.max(seconds, 1e-9);
    return String.format(
        Locale.ROOT,
        "[%s%s] %d/%d %3d%%  %.1f samples/s  %.0f s left ",
        "#".repeat(filled),
        " ".repeat(WIDTH - filled),
        done,
        total,
        100L * done / total,
        rate,
        (total - done) / rate);
  }
}
