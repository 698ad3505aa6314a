package dev.attune.testing;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.ModelCatalog;
import dev.attune.prompt.PromptCatalog;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.classification.ClassificationTask;
import dev.attune.worker.ComputeEngine;
import dev.attune.worker.EngineInfo;
import org.springframework.context.annotation.Bean;

/**
 * Takes the places of the task and the engine in an application that is otherwise the real one. Not
 * annotated, so that only those get it who import it.
 */
public class FakeComputing {

  @Bean
  FakeTask classificationTask(
      DatasetCatalog datasets,
      ModelCatalog models,
      PromptCatalog prompts,
      AttuneProperties properties) {
    return new FakeTask(new ClassificationTask(datasets, models, prompts, properties));
  }

  @Bean
  ComputeEngine djlEngine() {
    return () -> new EngineInfo("Fake 1.0", "cpu", 1);
  }
}
