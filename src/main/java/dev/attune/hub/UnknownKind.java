package dev.attune.hub;

/**
 * What is not computed here.
 *
 * @param name as its card says
 */
public record UnknownKind(String name) implements ModelKind {}
