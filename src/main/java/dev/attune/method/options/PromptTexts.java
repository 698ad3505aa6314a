package dev.attune.method.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A list of what classes' names are put into: templates with {@code {}}, names of lists such as
 * {@code clip-7}, names of files. In a request a lone text is a list of one.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface PromptTexts {

  /** What is read where the value is absent, for people. */
  String absent();

  /** Whether only options that are {@link PromptSpec.Prompting} have the value. */
  boolean ofClasses() default false;
}
