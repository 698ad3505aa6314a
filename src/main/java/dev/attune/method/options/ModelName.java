package dev.attune.method.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name of an installed model, or a list of such names. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ModelName {

  /** What the model must be: a kind by its name in the API, or any {@code encoder}. */
  String value();
}
