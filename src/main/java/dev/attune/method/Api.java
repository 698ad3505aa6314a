package dev.attune.method;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says for which version of these interfaces a plug-in's method was made:
 * {@code @Api(Api.VERSION)}. The compiler writes the constant's value into the plug-in, so that a
 * later program can tell.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Api {
  /** Raised when a method that was compiled before would not work any more. */
  int VERSION = 1;

  int value();
}
