package dev.attune.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One file of a model.
 *
 * @param path its name in the model's folder
 * @param url where it comes from, or null
 * @param sha256 what it must hash to, or null when nobody has said
 * @param bytes its size, or null when it is unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelFile(
    String path, @Nullable String url, @Nullable String sha256, @Nullable Long bytes) {}
