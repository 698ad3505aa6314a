package dev.attune.task;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.hub.BuiltInModels;
import dev.attune.hub.ModelCatalog;
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
  ModelCatalog modelCatalog() {
    return new BuiltInModels();
  }
}
