package dev.attune.method.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names that a value has elsewhere, where they do not follow from its name in JSON. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Named {

  /** On the command line, without dashes; by default {@code momentum-tau} for momentum.tau. */
  String flag() default "";

  /** In a request about one picture; by default the last part of its name. */
  String field() default "";
}
