package dev.attune.cli;

import dev.attune.task.training.CaptionerTraining;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints how the training of a captioner goes, a line now and then. */
final class TrainingPrinter implements CaptionerTraining.Log {
  private static final int STEPS = 100;
  private static final int EMBEDDINGS = 2048;

  private final PrintStream out;
  private double sum;
  private int counted;
  private int printed;

  TrainingPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void embedded(int done, int total) {
    if (done == total || done - printed >= EMBEDDINGS) {
      printed = done;
      out.printf(Locale.ROOT, "%d of %d embeddings%n", done, total);
    }
  }

  @Override
  public void progress(Progress p) {
    sum += p.loss();
    counted++;
    if (p.step() % STEPS == 0 || p.step() == p.steps()) {
      out.printf(
          Locale.ROOT,
          "step %d of %d, loss %.4f, %.0f examples/s, %d s left%n",
          p.step(),
          p.steps(),
          sum / counted,
          p.examplesPerSecond(),
          p.left().toSeconds());
      sum = 0;
      counted = 0;
    }
  }

  @Override
  public void validated(int epoch, double loss, @Nullable Double recall) {
    out.printf(Locale.ROOT, "epoch %d, validation loss %.6f", epoch, loss);
    if (recall != null) {
      out.printf(Locale.ROOT, ", R@1 %.2f%%", 100 * recall);
    }
    out.println();
  }
}
