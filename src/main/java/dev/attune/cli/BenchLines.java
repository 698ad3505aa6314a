package dev.attune.cli;

import dev.attune.bench.BenchReport.Adapting;
import dev.attune.bench.BenchReport.Decoded;
import dev.attune.bench.BenchReport.Forward;
import dev.attune.bench.BenchReport.Search;
import dev.attune.bench.BenchReport.Videos;
import dev.attune.method.Method;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what was measured, each as soon as it is known. */
final class BenchLines {
  private final PrintWriter out;
  private final String arch;

  /**
   * @param arch name of the architecture that is measured
   */
  BenchLines(PrintWriter out, String arch) {
    this.out = out;
    this.arch = arch;
  }

  void matrixProduct(double gflops) {
    line("matrix product  %.1f GFLOP/s", gflops);
  }

  void print(Forward f) {
    line(
        "forward %s  %.4f s an image, %.2f GFLOP, %.1f GFLOP/s, %.0f%% of the peak, batches of %d",
        arch, f.secondsPerImage(), f.gflopPerImage(), f.gflops(), 100 * f.ofPeak(), f.batch());
  }

  /**
   * Of a method.
   *
   * @param where the models and sizes
   * @param what is adapted to
   */
  void print(Method<?> method, String where, String what, Adapting a) {
    Double forwards = a.forwards();
    line(
        "%s (%s)  %.3f s %s, %.3f s of processor time%s%s",
        method.id(),
        where,
        a.secondsPerImage(),
        what,
        a.cpuSecondsPerImage(),
        forwards == null ? "" : text(", %.2f times the forward pass of its views", forwards),
        mebibytes(a.peakBytes()));
  }

  void print(Decoded d) {
    line(
        "decoding  OPT-125m, %d beams of %d tokens: %.3f s, %.3f s without the cache, %.1f times as"
            + " long",
        d.beams(), d.tokens(), d.seconds(), d.recomputedSeconds(), d.ratio());
  }

  void print(Search s) {
    Long grown = s.grownBytes();
    line(
        "search  %d queries against %d texts: %.2f ms a query, %.0f queries a second%s",
        s.queries(),
        s.candidates(),
        1000 * s.secondsPerQuery(),
        s.queriesPerSecond(),
        grown == null ? "" : text(", memory grew by %.1f MiB", grown / 1048576.0));
  }

  void print(Videos v) {
    line(
        "dgl %s (%s, %d videos of %d frames)  videos %.3f s, %.2f times the plain frames; forward"
            + " %.3f s%s, training step %.3f s%s",
        v.form(),
        arch,
        v.videos(),
        v.frames(),
        v.video(),
        v.ratio(),
        v.forward(),
        mebibytes(v.forwardBytes()),
        v.step(),
        mebibytes(v.stepBytes()));
  }

  private static String mebibytes(@Nullable Long peak) {
    return peak == null ? "" : text(", peak memory %.0f MiB", peak / 1048576.0);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void line(String format, Object... values) {
    out.println(text(format, values));
    out.flush();
  }
}
