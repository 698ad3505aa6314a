package dev.attune.spec;

/**
 * What is wrong with one field of a request.
 *
 * @param field dotted path, such as {@code method.sampleK}
 * @param message for people
 */
public record FieldProblem(String field, String message) {}
