package dev.attune.dataset.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.dataset.folder.CaptionReport;
import dev.attune.dataset.folder.Registration;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set as callers see it. What is null is not known: of a built-in set, or yet.
 *
 * @param status {@code ready}, {@code registering} or {@code failed}
 * @param tasks those it serves, the usual one first
 * @param layout how its folder is laid out
 * @param path its folder below the folder of data sets; null when it lies elsewhere
 * @param done files looked at, while it is being registered
 * @param broken samples that cannot be used
 * @param brokenFiles the first of them, with the reason
 * @param passedOver files that are no pictures
 * @param captions how many there are, of all samples together
 * @param leftOut what of the captions and pictures could not be used, by kind
 * @param error why the registration failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DatasetView(
    String name,
    String status,
    @Nullable List<String> tasks,
    @Nullable String description,
    @Nullable Integer classes,
    @Nullable Integer size,
    @Nullable String fingerprint,
    @Nullable String layout,
    @Nullable String path,
    @Nullable Integer done,
    @Nullable Integer broken,
    @Nullable List<String> brokenFiles,
    @Nullable Long passedOver,
    @Nullable Integer captions,
    @Nullable List<CaptionReport.LeftOut> leftOut,
    @Nullable List<String> notes,
    @Nullable String error) {

  static DatasetView of(DatasetSummary info, @Nullable Registration r) {
    CaptionReport found = r == null ? null : r.captions();
    return new DatasetView(
        info.name(),
        "ready",
        info.tasks(),
        info.description(),
        info.classes(),
        info.size(),
        info.fingerprint(),
        r == null ? null : r.layout(),
        r == null || Path.of(r.path()).isAbsolute() ? null : r.path(),
        null,
        r == null ? null : r.broken(),
        r == null ? null : r.brokenFiles(),
        r == null ? null : r.passedOver(),
        found == null ? null : found.captions(),
        found == null ? null : found.leftOut(),
        r == null ? null : r.notes(),
        null);
  }

  static DatasetView of(Registrations.State state) {
    return new DatasetView(
        state.name(),
        state.error() == null ? "registering" : "failed",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        state.done(),
        null,
        null,
        null,
        null,
        null,
        null,
        state.error());
  }
}
