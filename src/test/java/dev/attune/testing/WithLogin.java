package dev.attune.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;

/** The application with credentials: Ada, her password, and two tokens. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:secured;DB_CLOSE_DELAY=-1",
      "spring.main.allow-bean-definition-overriding=true",
      "attune.role=web",
      "attune.demo=false",
      "attune.security.username=ada",
      "attune.security.password=engine",
      "attune.security.tokens=first-token,second-token"
    })
@AutoConfigureMockMvc
@Import(FakeComputing.class)
public @interface WithLogin {}
