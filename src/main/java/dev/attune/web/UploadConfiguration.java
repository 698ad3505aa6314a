package dev.attune.web;

import jakarta.servlet.MultipartConfigElement;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/** How large the parts of bodies may be, which the container decides for each servlet. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

  /** A servlet with the same controllers, for addresses that take larger bodies. */
  @Bean
  ServletRegistrationBean<DispatcherServlet> largeBodiesServlet(
      WebApplicationContext context, LargeBodies large, MultipartProperties usual) {
    ServletRegistrationBean<DispatcherServlet> servlet =
        new ServletRegistrationBean<>(
            new DispatcherServlet(context), large.addresses().toArray(String[]::new));
    servlet.setName("largeBodies");
    servlet.setMultipartConfig(
        new MultipartConfigElement(
            usual.getLocation(),
            large.body(), // of a file that is little larger than it may be, more is said later
            2 * large.body(),
            Math.toIntExact(usual.getFileSizeThreshold().toBytes())));
    return servlet;
  }
}
