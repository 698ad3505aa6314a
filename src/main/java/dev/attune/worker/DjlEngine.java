package dev.attune.worker;

import ai.djl.engine.Engine;
import dev.attune.model.Nn;
import dev.attune.settings.AttuneProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** DJL's default engine, with the threads and on the device that the settings ask for. */
@Component
class DjlEngine implements ComputeEngine {
  private final AttuneProperties properties;
  private @Nullable EngineInfo info;

  DjlEngine(AttuneProperties properties) {
    this.properties = properties;
  }

  @Override
  public synchronized EngineInfo start() {
    if (info == null) {
      Engine engine = EngineLoader.load(properties, 0);
      int threads =
          properties.threads() > 0
              ? properties.threads()
              : Runtime.getRuntime().availableProcessors();
      info =
          new EngineInfo(
              engine.getEngineName() + " " + engine.getVersion(), device(engine), threads);
    }
    Nn.recordOnlyWhenAsked();
    return info;
  }

  private String device(Engine engine) {
    if (properties.device().equals("auto")) {
      return engine.getGpuCount() > 0 ? "gpu:0" : "cpu";
    }
    return properties.device();
  }
}
