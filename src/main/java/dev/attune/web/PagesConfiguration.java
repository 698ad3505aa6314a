package dev.attune.web;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

@Configuration(proxyBeanMethods = false)
class PagesConfiguration {

  /** Every template is HTML, also for an address that ends in {@code .css} and is not there. */
  @Autowired
  void everyPageIsHtml(ThymeleafViewResolver resolver) {
    resolver.setForceContentType(true);
  }
}
