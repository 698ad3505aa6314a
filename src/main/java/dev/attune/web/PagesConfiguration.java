package dev.attune.web;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

@Configuration(proxyBeanMethods = false)
class PagesConfiguration {

  /** Every template is HTML, also for an address that ends in {@code .css} and is not there. */
  @Autowired
  void everyPageIsHtml(ThymeleafViewResolver resolver) {
    resolver.setForceContentType(true);
  }

  /**
   * Off: it takes every link of a page for a file, and looks for it in the jar. See {@link Assets}.
   */
  @Bean
  FilterRegistrationBean<ResourceUrlEncodingFilter> noLookupOfEveryLink() {
    FilterRegistrationBean<ResourceUrlEncodingFilter> off =
        new FilterRegistrationBean<>(new ResourceUrlEncodingFilter());
    off.setEnabled(false);
    return off;
  }
}
