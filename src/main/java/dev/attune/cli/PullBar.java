package dev.attune.cli;

import dev.attune.hub.PullListener;
import dev.attune.hub.PullProgress;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows a pull or an import: on a terminal one line that is written over, elsewhere a line every
 * tenth of the way.
 */
final class PullBar implements PullListener, AutoCloseable {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal;
  private @Nullable String last;
  private long tenth = -1;
  private int longest;

  PullBar(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void at(PullProgress progress) {
    String line = line(progress);
    if (line.equals(last)) {
      return;
    }
    Long total = progress.totalBytes();
    long reached = total == null || total == 0 ? 0 : 10 * progress.doneBytes() / total;
    if (terminal) {
      longest = Math.max(longest, line.length());
      out.print("\r" + line + " ".repeat(longest - line.length()));
      out.flush();
    } else if (reached != tenth) {
      tenth = reached;
      out.println(line);
    }
    last = line;
  }

  private static String line(PullProgress progress) {
    String file = progress.file() == null ? "" : " " + progress.file();
    String what =
        progress.state() == PullProgress.State.VERIFYING ? "checking" + file : file.strip();
    Long total = progress.totalBytes();
    if (total == null || total == 0) {
      return "%s %s".formatted(Bytes.text(progress.doneBytes()), what);
    }
    int filled = (int) Math.min(WIDTH, WIDTH * progress.doneBytes() / total);
    return "[%s%s] %3d%% %s of %s %s"
        .formatted(
            "#".repeat(filled),
            " ".repeat(WIDTH - filled),
            100 * progress.doneBytes() / total,
            Bytes.text(progress.doneBytes()),
            Bytes.text(total),
            what);
  }

  @Override
  public void close() {
    if (terminal && last != null) {
      out.println();
    }
  }
}
