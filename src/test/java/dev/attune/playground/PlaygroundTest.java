package dev.attune.playground;

import dev.attune.testing.FakeComputing;
import dev.attune.testing.FakeEpisodes;
import dev.attune.worker.ComputeLane;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * A test of the playground in a process that computes: the {@link ComputeLane} and the queue are
 * the real ones, the answers are made up. All such tests share one application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "attune.home=target/playground-tests",
      "attune.demo=false",
      "attune.queue.max-uploads=2",
      "attune.uploads.max-size=200KB",
      "attune.uploads.max-kept=50",
      "spring.datasource.url=jdbc:h2:mem:playground;DB_CLOSE_DELAY=-1",
      "spring.main.allow-bean-definition-overriding=true"
    })
@AutoConfigureMockMvc
@Import({FakeComputing.class, PlaygroundTest.MadeUp.class})
public @interface PlaygroundTest {

  /** Takes the place of what adapts to pictures. */
  class MadeUp {
    @Bean
    FakeEpisodes pictureEpisodes() {
      return new FakeEpisodes();
    }
  }
}
