package dev.attune.method.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A number of candidates: at most as many as there are. A usual value that is larger is lowered for
 * what a person brings; one that somebody gave is an error.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface UpToCandidates {}
