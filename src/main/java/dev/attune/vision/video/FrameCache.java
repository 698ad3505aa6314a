package dev.attune.vision.video;

import dev.attune.digest.FeatureVersion;
import dev.attune.digest.Sha256;
import dev.attune.vision.RgbImage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Frames that were taken of videos, without loss, in files of their own below a size limit: those
 * that were not asked for longest go first. A damaged file is made anew. Thread-safe, and several
 * processes may share a folder.
 */
public final class FrameCache {
  private static final String ENDING = ".frames";

  private final Path folder;
  private final long limit;

  /**
   * @param limit in bytes
   */
  public FrameCache(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * A video's frames, from the cache or else decoded and kept.
   *
   * @param content hash of the video's file
   * @param sampling with the indices that it gives; for random frames the seed belongs to the
   *     preparation
   * @param preparation what becomes of each frame, in words
   */
  public SampledVideo frames(
      String content, FrameSampling sampling, String preparation, Supplier<SampledVideo> decoding)
      throws IOException {
    String key =
        String.join(
            "\n",
            content,
            sampling.toString(),
            preparation,
            VideoDecoder.version(),
            String.valueOf(FeatureVersion.NOW));
    Path file = folder.resolve(Sha256.of(key) + ENDING);
    Optional<SampledVideo> kept = read(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    SampledVideo video = decoding.get();
    Files.createDirectories(folder);
    write(file, video);
    makeRoom();
    return video;
  }

  private static Optional<SampledVideo> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
      boolean cut = in.readBoolean();
      int count = in.readInt();
      List<RgbImage> frames = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int width = in.readInt();
        int height = in.readInt();
        byte[] rgb = in.readNBytes(Math.multiplyExact(3, Math.multiplyExact(width, height)));
        frames.add(new RgbImage(width, height, rgb));
      }
      if (in.read() >= 0) { // and so the checksum is read, too
        return Optional.empty();
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(new SampledVideo(frames, cut));
    } catch (IOException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void write(Path file, SampledVideo video) throws IOException {
    Path part = Files.createTempFile(folder, "frames", ".part");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(part))))) {
      out.writeBoolean(video.cut());
      out.writeInt(video.frames().size());
      for (RgbImage frame : video.frames()) {
        out.writeInt(frame.width());
        out.writeInt(frame.height());
        out.write(frame.data());
      }
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Asks for sizes and times in the way that is 0 for what another process has just removed. */
  private synchronized void makeRoom() throws IOException {
    record Kept(File file, long size, long used) {}
    List<Kept> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(f -> f.toString().endsWith(ENDING))
          .map(Path::toFile)
          .forEach(f -> kept.add(new Kept(f, f.length(), f.lastModified())));
    }
    long total = kept.stream().mapToLong(Kept::size).sum();
    kept.sort(Comparator.comparing(Kept::used));
    for (Kept oldest : kept) {
      if (total <= limit) {
        return;
      }
      Files.deleteIfExists(oldest.file().toPath());
      total -= oldest.size();
    }
  }
}
