package dev.attune.experiment.web;

import dev.attune.experiment.domain.LossCurve;
import dev.attune.experiment.domain.LossCurve.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Draws loss curves in a field of 640 by 240: {@code @lossPlot}. */
@Component("lossPlot")
public class LossPlot {
  private static final double LEFT = 48;
  private static final double RIGHT = 632;
  private static final double TOP = 8;
  private static final double BOTTOM = 212;
  private static final int GRID = 4;

  /**
   * A drawing.
   *
   * @param rows values of the loss
   * @param columns steps
   * @param training points of a line
   * @param validation points of another
   * @param dots the same points
   */
  public record Plot(
      List<Tick> rows, List<Tick> columns, String training, String validation, List<Dot> dots) {}

  /** A value on an axis, and where it stands. */
  public record Tick(double at, String label) {}

  /** A place. */
  public record Dot(double x, double y) {
    String text() {
      return x + "," + y;
    }
  }

  /** The drawing of a curve; null while it has no point. */
  public @Nullable Plot of(LossCurve curve) {
    if (curve.training().isEmpty()) {
      return null;
    }
    List<Point> all =
        Stream.concat(curve.training().stream(), curve.validation().stream()).toList();
    double low = all.stream().mapToDouble(Point::loss).min().orElseThrow();
    double high = all.stream().mapToDouble(Point::loss).max().orElseThrow();
    int last = all.stream().mapToInt(Point::step).max().orElseThrow();
    Field field = new Field(low, high > low ? high : low + 1, last);
    List<Dot> dots = field.dots(curve.validation());
    return new Plot(
        IntStream.rangeClosed(0, GRID).mapToObj(field::row).toList(),
        IntStream.rangeClosed(0, GRID).mapToObj(field::column).toList(),
        line(field.dots(curve.training())),
        line(dots),
        dots);
  }

  private static String line(List<Dot> dots) {
    return dots.stream().map(Dot::text).collect(Collectors.joining(" "));
  }

  private static double round(double place) {
    return Math.round(10 * place) / 10.0;
  }

  /** From losses and steps to places. */
  private record Field(double low, double high, int last) {
    double x(double step) {
      return round(LEFT + step / last * (RIGHT - LEFT));
    }

    double y(double loss) {
      return round(BOTTOM - (loss - low) / (high - low) * (BOTTOM - TOP));
    }

    List<Dot> dots(List<Point> points) {
      return points.stream().map(p -> new Dot(x(p.step()), y(p.loss()))).toList();
    }

    Tick row(int i) {
      double loss = low + i * (high - low) / GRID;
      return new Tick(y(loss), String.format(Locale.ROOT, "%.2f", loss));
    }

    Tick column(int i) {
      long step = Math.round((double) i * last / GRID);
      return new Tick(x(step), Long.toString(step));
    }
  }
}
