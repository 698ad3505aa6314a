package dev.attune.dataset.folder;

/**
 * What is asked for.
 *
 * @param name the data set's name from now on
 * @param layout see {@link Layout#id()}
 * @param path its folder: relative to the folder of data sets, or any where {@code anywhere} holds
 * @param anywhere whether the folder may lie elsewhere; only for who can read the machine's files
 *     anyway
 */
public record RegistrationRequest(String name, String layout, String path, boolean anywhere) {}
