package dev.attune.playground;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.settings.AttuneProperties;
import dev.attune.spec.InvalidRequestException;
import dev.attune.task.FrameTaking;
import dev.attune.task.Medium;
import dev.attune.task.NoMemoryException;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import dev.attune.vision.video.Previews;
import dev.attune.vision.video.SampledVideo;
import dev.attune.vision.video.VideoDecoder;
import dev.attune.vision.video.VideoLimits;
import dev.attune.worker.LaneFullException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * Takes videos in from outside: checked, and of the frames that are looked at decoded. The file
 * itself is not kept.
 */
@Component
class VideoIntake {
  private static final String FIELD = Medium.VIDEO.part();

  private final SessionStore store;
  private final DatasetCatalog datasets;
  private final long maxBytes;
  private final VideoLimits limits;

  /** A frame may have hundreds of megabytes. */
  private final Semaphore turn = new Semaphore(1, true);

  @Autowired
  VideoIntake(SessionStore store, DatasetCatalog datasets, AttuneProperties properties) {
    this(store, datasets, properties.uploads().maxVideoSize().toBytes(), VideoLimits.STANDARD);
  }

  VideoIntake(SessionStore store, DatasetCatalog datasets, long maxBytes, VideoLimits limits) {
    this.store = store;
    this.datasets = datasets;
    this.maxBytes = maxBytes;
    this.limits = limits;
  }

  /**
   * A video as it was taken in.
   *
   * @param frames as the model looks at them
   * @param shown the same as people see them
   * @param notes sentences on it
   */
  record Taken(SampledVideo frames, List<RgbImage> shown, List<String> notes) implements Brought {

    @Override
    public Session.Video video() {
      return new Session.Video(frames.frames().size(), notes);
    }

    @Override
    public void keep(Path folder) throws IOException {
      Previews.write(
          folder.resolve(KeptFile.PLAYER.fileName()),
          folder.resolve(KeptFile.STRIP.fileName()),
          shown);
    }
  }

  /**
   * Takes a video's file, or a sample of a data set where there is none.
   *
   * @throws InvalidRequestException when it is no video, too large a one, or takes too long
   * @throws LaneFullException when others' videos are being decoded for long
   */
  Taken take(
      @Nullable Resource file,
      @Nullable String dataset,
      @Nullable Integer sample,
      FrameTaking taking) {
    if (file != null) {
      return upload(file, taking);
    }
    DatasetInfo info = SampleChoice.check(datasets, dataset, sample);
    int index = Objects.requireNonNull(sample);
    List<String> notes = new ArrayList<>();
    notes.add(SampleChoice.note(datasets.videos(info.name()), index));
    try {
      return taken(
          each ->
              datasets
                  .videos(info.name())
                  .frames(index, taking.sampling(), taking.sampling()::of, each),
          taking,
          notes);
    } catch (PictureException e) {
      throw InvalidRequestException.of("sample", "cannot be read: " + e.reason());
    }
  }

  private Taken upload(Resource file, FrameTaking taking) {
    Path part = store.part();
    try {
      long size = file.contentLength();
      if (size > maxBytes) {
        throw invalid(String.format(Locale.ROOT, "is larger than %.1f MiB", maxBytes / 0x1p20));
      }
      if (size == 0) {
        throw invalid("the file is empty");
      }
      try (InputStream bytes = file.getInputStream()) {
        Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
      }
      return decoded(part, taking);
    } catch (IOException e) {
      throw new UncheckedIOException("an upload cannot be kept", e);
    } finally {
      SessionStore.discard(part);
    }
  }

  private Taken decoded(Path file, FrameTaking taking) {
    takeTurn();
    try {
      return taken(
          each ->
              new VideoDecoder(limits)
                  .decode(FIELD, file, taking.sampling(), taking.sampling()::of, each),
          taking,
          new ArrayList<>());
    } catch (PictureException e) {
      throw invalid(e.reason());
    } catch (OutOfMemoryError e) {
      throw invalid(NoMemoryException.MESSAGE);
    } finally {
      turn.release();
    }
  }

  private void takeTurn() {
    Duration patience = limits.time();
    try {
      if (turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new LaneFullException(patience);
  }

  private static Taken taken(
      Function<UnaryOperator<RgbImage>, SampledVideo> decoding,
      FrameTaking taking,
      List<String> notes) {
    Map<RgbImage, RgbImage> shown = new IdentityHashMap<>();
    SampledVideo video =
        decoding.apply(
            frame -> {
              RgbImage seen = taking.shown().frame(frame);
              shown.put(seen, Previews.forPlayer(frame));
              return seen;
            });
    if (video.cut()) {
      notes.add("It is cut off or damaged: the frames are of what can be decoded.");
    }
    return new Taken(video, video.frames().stream().map(shown::get).toList(), notes);
  }

  private static InvalidRequestException invalid(String message) {
    return InvalidRequestException.of(FIELD, message);
  }
}
