package dev.attune.dataset.folder;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registered data set.
 *
 * @param layout see {@link Layout#id()}
 * @param path its folder, relative to the folder of data sets where it lies below it
 * @param classNames by label; none where the samples have captions
 * @param size number of samples, broken ones included
 * @param bytes of all samples together
 * @param broken how many samples cannot be used; a run counts each as failed
 * @param brokenFiles the first of them, with the reason
 * @param passedOver how many files are no pictures by their name, and no samples
 * @param notes what a person should know of how the folder was understood
 * @param fingerprint SHA-256 over the class names and every sample's name, label, size, content and
 *     captions
 * @param captions what was found of them, or null of a set of classes
 */
public record Registration(
    String name,
    String layout,
    String path,
    List<String> classNames,
    int size,
    long bytes,
    int broken,
    List<String> brokenFiles,
    long passedOver,
    List<String> notes,
    String fingerprint,
    Instant registeredAt,
    @Nullable CaptionReport captions) {

  public Registration {
    classNames = List.copyOf(classNames);
    brokenFiles = List.copyOf(brokenFiles);
    notes = List.copyOf(notes);
  }

  /** One line for people. */
  public String description() {
    return Layout.byId(layout).title()
        + (captions == null ? "" : "; %d captions".formatted(captions.captions()))
        + (broken == 0 ? "" : "; %d broken".formatted(broken));
  }
}
