package dev.attune.worker;

import ai.djl.engine.Engine;
import dev.attune.model.EngineStartException;
import dev.attune.model.TorchEngine;
import dev.attune.settings.AttuneProperties;
import dev.attune.settings.SettingException;

/** Loads the engine as the settings ask for it, in the server and in commands. */
public final class EngineLoader {
  private EngineLoader() {}

  /**
   * @param threads in the place of those of the settings, 0 for these
   * @throws SettingException naming what is missing
   */
  public static Engine load(AttuneProperties settings, int threads) {
    try {
      return TorchEngine.start(
          settings.pytorch().libraries(),
          settings.device(),
          threads > 0 ? threads : settings.threads());
    } catch (EngineStartException e) {
      throw new SettingException(String.valueOf(e.getMessage()), e.remedy());
    }
  }
}
