package dev.attune.task;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.icons.BuiltInDatasets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hands the data sets, which know no Spring, to the application. */
@Configuration(proxyBeanMethods = false)
class DatasetConfiguration {

  @Bean
  DatasetCatalog datasetCatalog() {
    return new BuiltInDatasets();
  }
}
