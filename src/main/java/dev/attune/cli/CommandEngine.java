package dev.attune.cli;

import ai.djl.engine.Engine;
import dev.attune.settings.Settings;
import dev.attune.worker.EngineLoader;

/** The engine of a command that computes, with the settings of the server. */
final class CommandEngine {
  private CommandEngine() {}

  static Engine start() {
    return start(0);
  }

  /**
   * @param threads that were asked for, 0 where none were
   */
  static Engine start(int threads) {
    return EngineLoader.load(Settings.read(), threads);
  }
}
