package dev.attune.hub;

import dev.attune.hub.PullProgress.State;
import dev.attune.hub.download.DownloadException;
import dev.attune.hub.download.DownloadProgress;
import dev.attune.hub.download.FileDownload;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fetches the files of a known model, checks them, and moves them into place together. */
final class ModelPuller {
  private final ModelStore store;
  private final Inspection inspection;
  private final FileHashes hashes;
  private final FileDownload download;

  ModelPuller(ModelStore store, Inspection inspection, FileHashes hashes, FileDownload download) {
    this.store = store;
    this.inspection = inspection;
    this.hashes = hashes;
    this.download = download;
  }

  /**
   * Pulls a model. What has arrived stays for the next pull when this one is cancelled or the
   * network fails; files with a wrong hash do not.
   *
   * @throws HubException when it cannot be had, or is being pulled already
   * @throws java.util.concurrent.CancellationException when the listener says so
   */
  ModelInfo pull(KnownModel model, PullListener listener) throws InterruptedException {
    try (ModelStore.Lease lease = store.lease(model.name())) {
      if (store.has(model.name())) {
        throw HubException.conflict(model.name() + " is installed already");
      }
      Path staging = store.staging(lease);
      Tracker tracker = new Tracker(model, listener);
      List<ModelFile> arrived = new ArrayList<>();
      for (ModelFile file : model.files()) {
        arrived.add(fetch(model, file, staging, tracker));
      }
      tracker.verifying(null);
      model.card().withFiles(arrived).write(staging);
      return store.install(lease, HubException::failed);
    } catch (DownloadException | WeightsException e) {
      throw HubException.failed(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw HubException.disk(model.name() + " cannot be written", e);
    }
  }

  /** One file; what was known of it is completed by its hash and its size. */
  private ModelFile fetch(KnownModel model, ModelFile file, Path staging, Tracker tracker)
      throws IOException, InterruptedException {
    Path target = staging.resolve(file.path());
    String url = Objects.requireNonNull(file.url(), "a known model's file has an address");
    if (!Files.exists(target)) {
      long bytes = file.bytes() == null ? -1 : file.bytes();
      download.fetch(URI.create(url), target, bytes, tracker);
    }
    tracker.verifying(file.path());
    try {
      inspection.check(model.name(), target, file);
    } catch (WeightsException e) {
      Files.delete(target);
      throw HubException.failed(
          "%s; it came from %s and was deleted".formatted(e.getMessage(), url), e);
    }
    tracker.arrived(Files.size(target));
    return new ModelFile(file.path(), url, hashes.sha256(model.name(), target), Files.size(target));
  }

  /** Adds up the files. */
  private static final class Tracker implements DownloadProgress {
    private final KnownModel model;
    private final PullListener listener;
    private final long[] sizes;
    private int current;
    private long before;

    Tracker(KnownModel model, PullListener listener) {
      this.model = model;
      this.listener = listener;
      sizes = model.files().stream().mapToLong(f -> f.bytes() == null ? -1 : f.bytes()).toArray();
    }

    @Override
    public void at(long done, long total) {
      if (total >= 0) {
        sizes[current] = total;
      }
      tell(State.DOWNLOADING, model.files().get(current).path(), before + done);
    }

    @Override
    public boolean cancelled() {
      return listener.cancelled();
    }

    void verifying(@Nullable String file) {
      tell(State.VERIFYING, file, file == null ? before : before + Math.max(0, sizes[current]));
    }

    void arrived(long bytes) {
      sizes[current] = bytes;
      before += bytes;
      current++;
    }

    private void tell(State state, @Nullable String file, long done) {
      boolean known = Arrays.stream(sizes).allMatch(s -> s >= 0);
      Long total = known ? Long.valueOf(Arrays.stream(sizes).sum()) : null;
      listener.at(new PullProgress(model.name(), state, file, done, total, null));
    }
  }
}
