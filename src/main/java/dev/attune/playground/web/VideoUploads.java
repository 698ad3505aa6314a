package dev.attune.playground.web;

import dev.attune.settings.AttuneProperties;
import dev.attune.task.Medium;
import dev.attune.task.Searching;
import dev.attune.web.LargeBodies;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where videos are taken, which are larger than all else. */
@Configuration(proxyBeanMethods = false)
class VideoUploads {

  @Bean
  LargeBodies videos(AttuneProperties properties) {
    return new LargeBodies(
        Set.of("/api/" + Searching.API, "/playground/" + Searching.PAGE),
        properties.uploads().maxVideoSize(),
        Medium.VIDEO.part());
  }
}
