package dev.attune.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;

/** The application on H2, with {@link FakeComputing}; no worker runs but those a test makes. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:queue;DB_CLOSE_DELAY=-1",
      "spring.main.allow-bean-definition-overriding=true",
      "attune.role=web",
      "attune.demo=false",
      "attune.queue.max-experiments=20"
    })
@AutoConfigureMockMvc
@Import(FakeComputing.class)
public @interface OnH2 {}
