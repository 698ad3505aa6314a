package dev.attune.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.attune.model.Scopes;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Times what is done to one image, or one query, after the other.
 *
 * @param images timed ones; the median counts
 * @param warmUp those before
 */
public record Timing(int images, int warmUp) {

  /**
   * Times a method. Making the queries does not count.
   *
   * @param forwardSeconds what a forward pass over one query's views takes; null when unknown
   */
  BenchReport.Adapting of(
      Supplier<DrawnQuery> queries,
      Consumer<? super DrawnQuery> adapt,
      @Nullable Double forwardSeconds) {
    double[] times = new double[images];
    double cpu = 0;
    for (int i = -warmUp; i < images; i++) {
      try (DrawnQuery query = queries.get()) {
        double before = cpuSeconds();
        double taken = seconds(() -> adapt.accept(query));
        if (i >= 0) {
          times[i] = taken;
          cpu += (cpuSeconds() - before) / images;
        }
      }
    }
    Arrays.sort(times);
    double median = (times[images / 2] + times[(images - 1) / 2]) / 2;
    Double forwards = forwardSeconds == null ? null : median / forwardSeconds;
    return new BenchReport.Adapting(median, cpu, forwards, ProcessMemory.peak());
  }

  /** Seconds of one piece of work, whose arrays are closed after it. */
  static double seconds(Runnable work) {
    long start = System.nanoTime();
    Scopes.run(work);
    return (System.nanoTime() - start) / 1e9;
  }

  /** The shortest of several times. */
  static double best(int times, Runnable work) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < times; i++) {
      best = Math.min(best, seconds(work));
    }
    return best;
  }

  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
