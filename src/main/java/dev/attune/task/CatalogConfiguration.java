package dev.attune.task;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelPulls;
import dev.attune.settings.AttuneProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hands data sets and models, which know no Spring, to the application. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

  @Bean
  DatasetCatalog datasetCatalog() {
    return new BuiltInDatasets();
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
}
