package dev.attune.worker;

import dev.attune.storage.Outage;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.resilience.retry.MethodRetryPredicate;
import org.springframework.stereotype.Component;

/**
 * Lets a worker wait for its journal while the database takes nothing, until this process stops.
 * What was computed would be lost otherwise, and after some attempts the experiment.
 */
@Component
public class WhileOut implements MethodRetryPredicate {
  private static final Logger log = LoggerFactory.getLogger(WhileOut.class);

  private volatile boolean stopping;

  @Override
  public boolean shouldRetry(Method method, Throwable failure) {
    boolean waits = !stopping && Outage.behind(failure).isPresent();
    if (waits) {
      log.warn("The worker waits for the database ({}): {}", method.getName(), failure.toString());
    }
    return waits;
  }

  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopping = true;
  }
}
