package dev.attune.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** How a command ends that a signal stops. */
public final class Interruption {

  private Interruption() {}

  /**
   * Leaves SIGINT and SIGTERM to the system, which ends the process at once with status 130 or 143.
   * The JVM's own way out runs the engine's destructors while another thread computes, and crashes.
   * No shutdown hook runs; files that a command writes are moved into place as a whole.
   */
  public static void endsAtOnce() {
    for (String name : new String[] {"INT", "TERM"}) {
      try {
        Signal.handle(new Signal(name), SignalHandler.SIG_DFL);
      } catch (IllegalArgumentException e) {
        // with -Xrs the JVM has left it to the system already
      }
    }
  }
}
