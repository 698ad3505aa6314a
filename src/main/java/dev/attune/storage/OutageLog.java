package dev.attune.storage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Tells of an outage in one line. While it lasts the scheduler and others ask every second, and
 * each failure with all its calls would be thousands of lines a minute, perhaps on the disk that is
 * full.
 */
@Component
class OutageLog extends TurboFilter implements DisposableBean {
  private final LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Thread.@Nullable UncaughtExceptionHandler earlier =
      Thread.getDefaultUncaughtExceptionHandler();

  OutageLog() {
    logs.addTurboFilter(this);
    // What ends a thread of the scheduler's would be printed beside the log.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) ->
            logs.getLogger(OutageLog.class).error("The thread {} ended", thread.getName(), e));
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] values,
      @Nullable Throwable failure) {
    Throwable told = failure == null ? MessageFormatter.getThrowableCandidate(values) : failure;
    if (told == null || !logger.isEnabledFor(level) || Outage.behind(told).isEmpty()) {
      return FilterReply.NEUTRAL;
    }
    String message = MessageFormatter.arrayFormat(format, values).getMessage();
    logger.log(
        marker,
        Logger.FQCN,
        Level.toLocationAwareLoggerInteger(level),
        "{} ({})",
        new Object[] {message, reason(told)},
        null);
    return FilterReply.DENY;
  }

  /** The first line of what is behind it all. */
  private static String reason(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.toString().lines().findFirst().orElse("");
  }

  @Override
  public void destroy() {
    logs.getTurboFilterList().remove(this);
    Thread.setDefaultUncaughtExceptionHandler(earlier);
  }
}
