package dev.attune;

import dev.attune.experiment.MadeUpWorker;
import dev.attune.playground.MadeUpResults;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;

/**
 * A test of pages. The application serves and computes nothing: {@link MadeUpWorker} makes answers
 * up, so that no test depends on how good a model is. All such tests share one application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "attune.home=target/page-tests",
      "attune.role=web",
      "attune.queue.max-experiments=12",
      "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"
    })
@AutoConfigureMockMvc
@Import({MadeUpWorker.class, MadeUpResults.class})
public @interface PageTest {}
