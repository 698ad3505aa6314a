package dev.attune.hub;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model that others publish.
 *
 * @param source the page it is published on
 * @param weights name of the weights file
 * @param captioner see {@link ModelInfo}
 * @param files what a pull fetches; empty where there is nothing that a program may fetch
 * @param note what to know before using it, or how to get what cannot be pulled, or null
 */
public record KnownModel(
    String name,
    String kind,
    String role,
    String description,
    String licence,
    String source,
    @Nullable String weights,
    @Nullable CaptionerParts captioner,
    List<ModelFile> files,
    @Nullable String note) {

  public KnownModel {
    files = files == null ? List.of() : List.copyOf(files);
  }

  /** Whether it can be had by {@code pull}. */
  public boolean pullable() {
    return !files.isEmpty();
  }

  /** Size of all files in bytes, or null when that of any is unknown. */
  public @Nullable Long bytes() {
    boolean known = pullable() && files.stream().allMatch(f -> f.bytes() != null);
    return known ? Long.valueOf(files.stream().mapToLong(KnownModel::size).sum()) : null;
  }

  /** Hash of the weights, or null when it is unknown. */
  public @Nullable String sha256() {
    return files.stream()
        .filter(f -> f.path().equals(weights))
        .findFirst()
        .map(ModelFile::sha256)
        .orElse(null);
  }

  private static long size(ModelFile file) {
    return Objects.requireNonNull(file.bytes());
  }

  ModelCard card() {
    return new ModelCard(
        kind,
        role,
        description,
        licence,
        source,
        weights,
        null,
        captioner,
        null,
        Map.of(),
        null,
        files);
  }
}
