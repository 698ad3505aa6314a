package dev.attune.dataset.folder;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.digest.Sha256;
import dev.attune.vision.decode.PictureDecoder;
import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Registers folders: looks at every file once, hashes it, and checks its header. One that was
 * stopped goes on where it was; only a whole registration can be seen. Thread-safe.
 */
public final class Registrar {
  private static final int MAX_LISTED = 100;
  private static final int REPORT_EVERY = 256;
  private static final long REPORT_AFTER = Duration.ofSeconds(1).toNanos();

  private final Store store;
  private final Planner planner;

  /**
   * @param datasets the folder of data sets
   * @param builtIn names that are taken
   */
  public Registrar(Path datasets, DatasetCatalog builtIn) {
    store = new Store(datasets);
    planner = new Planner(datasets, store, builtIn);
  }

  /** Follows a registration. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param done samples so far
     * @param bytes of them
     * @return whether to go on
     */
    boolean at(int done, long bytes);
  }

  /**
   * What would be registered. Reads lists and folders, no pictures.
   *
   * @throws RegistrationException saying what is wrong with the request or the folder
   */
  public List<RegistrationPlan> plan(RegistrationRequest request) {
    return planner.plan(request);
  }

  /** Registrations that were stopped. */
  public List<RegistrationRequest> unfinished() {
    return store.unfinished();
  }

  /**
   * Throws away what there is of a registration that was stopped.
   *
   * @throws RegistrationException when another process is at it
   */
  public void abandon(String name) throws IOException {
    try (FileChannel lock = store.lock(name)) {
      store.discard(name);
    }
  }

  /**
   * Registers one data set.
   *
   * @throws RegistrationException when nothing in it can be used; nothing is kept then
   * @throws CancellationException when {@code progress} ended it; it can go on later
   * @throws IOException when the disk fails; it can go on later
   */
  public Registration register(
      RegistrationRequest request, RegistrationPlan plan, Progress progress) throws IOException {
    try (FileChannel lock = store.lock(plan.name())) {
      if (store.read(plan.name()).isPresent()) {
        throw new RegistrationException("name", plan.name() + " is registered already");
      }
      try {
        Registration registration = look(store.begin(request, plan.name()), plan, progress);
        store.finish(registration);
        return registration;
      } catch (RegistrationException e) {
        store.discard(plan.name());
        throw e;
      }
    }
  }

  private static Registration look(Path partial, RegistrationPlan plan, Progress progress)
      throws IOException {
    Tally tally = new Tally(plan, progress);
    try (IndexJournal journal = new IndexJournal(partial.resolve(Store.INDEX))) {
      long passed =
          plan.listing().forEach(sample -> tally.add(row(plan, journal, sample), journal));
      journal.complete();
      if (tally.broken == tally.size) {
        throw new RegistrationException(
            "path",
            "none of its %ss can be used; the first: %s"
                .formatted(
                    plan.layout().video() == null ? "picture" : "video", tally.listed.get(0)));
      }
      return tally.registration(passed);
    }
  }

  private static IndexRow row(RegistrationPlan plan, IndexJournal journal, ListedSample sample)
      throws IOException {
    IndexRow earlier = journal.earlier();
    if (earlier != null && isStill(plan.root(), earlier, sample)) {
      journal.keep(earlier);
      return earlier;
    }
    VideoValues video = plan.layout().video();
    IndexRow row =
        video == null
            ? examine(plan.root(), sample)
            : VideoFile.examine(plan.root(), sample, video.sampling());
    journal.write(row);
    return row;
  }

  private static boolean isStill(Path root, IndexRow row, ListedSample sample) throws IOException {
    if (!row.is(sample) || row.sha256().isEmpty()) {
      return false;
    }
    Path path = root.resolve(row.file());
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return now.size() == row.size() && now.lastModifiedTime().toMillis() == row.modified();
  }

  /** A sample's file, whose name may be a part of a line. */
  static String named(ListedSample sample) {
    String file = sample.file();
    if (file.chars().anyMatch(Character::isISOControl)) {
      throw new RegistrationException(
          "path", "a file's name has control characters: " + file.replaceAll("\\p{Cntrl}", "?"));
    }
    return file;
  }

  private static IndexRow examine(Path root, ListedSample sample) throws IOException {
    String file = named(sample);
    byte[] content;
    long modified;
    try {
      Path path = SafePaths.resolve(root, file);
      modified = Files.getLastModifiedTime(path).toMillis();
      content = PictureDecoder.read(file, path);
    } catch (PictureException e) {
      return IndexRow.unread(sample, String.valueOf(e.getMessage()));
    }
    String problem = null;
    try {
      PictureDecoder.check(file, content);
    } catch (PictureException e) {
      problem = e.getMessage();
    }
    return IndexRow.read(sample, content.length, modified, Sha256.of(content), problem);
  }

  /** What has been counted of one registration. */
  private static final class Tally {
    private final RegistrationPlan plan;
    private final Progress progress;
    private final MessageDigest digest = Sha256.digest();
    private final List<String> listed = new ArrayList<>();
    private final List<String> cut = new ArrayList<>();
    private int size;
    private int captions;
    private int broken;
    private long bytes;
    private long reported = System.nanoTime();

    Tally(RegistrationPlan plan, Progress progress) {
      this.plan = plan;
      this.progress = progress;
      plan.listing().classNames().forEach(n -> update(n + "\n"));
    }

    void add(IndexRow row, IndexJournal journal) throws IOException {
      update(row.identity());
      size++;
      captions += row.captions().size();
      bytes += row.size();
      if (row.problem() != null && broken++ < MAX_LISTED) {
        listed.add(row.problem());
      }
      if (row.cut()) {
        cut.add(row.file());
      }
      if (size % REPORT_EVERY == 0 || System.nanoTime() - reported > REPORT_AFTER) {
        reported = System.nanoTime();
        journal.flush();
        if (!progress.at(size, bytes)) {
          throw new CancellationException("stopped after %d files".formatted(size));
        }
      }
    }

    private void update(String text) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> notes() {
      List<String> notes = new ArrayList<>(plan.listing().notes());
      if (!cut.isEmpty()) {
        notes.add(
            "%d cut off or damaged in part; frames are taken from what there is: %s%s"
                .formatted(
                    cut.size(),
                    String.join(", ", cut.subList(0, Math.min(MAX_LISTED, cut.size()))),
                    cut.size() > MAX_LISTED ? ", ..." : ""));
      }
      return notes;
    }

    Registration registration(long passed) {
      List<CaptionReport.LeftOut> leftOut = plan.listing().leftOut();
      return new Registration(
          plan.name(),
          plan.layout().id(),
          plan.path(),
          plan.listing().classNames(),
          size,
          bytes,
          broken,
          listed,
          passed,
          notes(),
          Sha256.hex(digest),
          Instant.now(),
          leftOut == null ? null : new CaptionReport(captions, leftOut));
    }
  }
}
