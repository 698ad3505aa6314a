package dev.attune.web.openapi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/**
 * Statuses that a mapping of the API can answer with and that do not follow from its shape: see
 * {@link ApiAnswers}. Those of success, where any is named, are all that there are.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Answers {
  HttpStatus[] value();
}
