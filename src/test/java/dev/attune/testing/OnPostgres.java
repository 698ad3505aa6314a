package dev.attune.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** As {@link OnH2}, on a PostgreSQL that is started for the tests. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    properties = {
      "spring.main.allow-bean-definition-overriding=true",
      "attune.role=web",
      "attune.demo=false",
      "attune.queue.max-experiments=20"
    })
@Import(FakeComputing.class)
@ContextConfiguration(initializers = PostgresServer.class)
public @interface OnPostgres {}
