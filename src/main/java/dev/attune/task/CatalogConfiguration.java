package dev.attune.task;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.JoinedCatalog;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.folder.Registrar;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelPulls;
import dev.attune.prompt.PromptCatalog;
import dev.attune.settings.AttuneProperties;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Hands data sets and models, which know no Spring, to the application. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

  @Bean
  BuiltInDatasets builtInDatasets() {
    return new BuiltInDatasets();
  }

  @Bean
  RegisteredDatasets registeredDatasets(AttuneProperties properties) {
    return new RegisteredDatasets(folder(properties));
  }

  @Bean
  Registrar registrar(AttuneProperties properties, BuiltInDatasets builtIn) {
    return new Registrar(folder(properties), builtIn);
  }

  @Bean
  @Primary
  DatasetCatalog datasetCatalog(BuiltInDatasets builtIn, RegisteredDatasets registered) {
    return new JoinedCatalog(builtIn, registered);
  }

  @Bean
  ModelHub modelHub(AttuneProperties properties) {
    return ModelHub.at(properties.home());
  }

  @Bean
  ModelCatalog modelCatalog(ModelHub hub) {
    return hub.catalog();
  }

  @Bean
  ModelPulls modelPulls(ModelHub hub) {
    return new ModelPulls(hub);
  }

  @Bean
  PromptCatalog promptCatalog(AttuneProperties properties) {
    return new PromptCatalog(PromptCatalog.folder(properties.home()));
  }

  private static Path folder(AttuneProperties properties) {
    return RegisteredDatasets.folder(properties.home());
  }
}
