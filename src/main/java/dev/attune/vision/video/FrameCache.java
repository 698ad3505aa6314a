package dev.attune.vision.video;

import dev.attune.digest.FeatureVersion;
import dev.attune.vision.RgbImage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Frames that were taken of videos, without loss, in files of their own below a size limit: those
 * that were not asked for longest go first. A damaged file is made anew. Thread-safe, and several
 * processes may share a folder.
 */
public final class FrameCache {
  private static final String ENDING = ".frames";

  private final KeptFiles kept;

  /**
   * @param limit in bytes
   */
  public FrameCache(Path folder, long limit) {
    kept = new KeptFiles(folder, ENDING, limit);
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
    Path file = kept.file(key);
    Optional<SampledVideo> known = read(file);
    if (known.isPresent()) {
      return known.get();
    }
    SampledVideo video = decoding.get();
    kept.write(file, part -> write(part, video));
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
      KeptFiles.used(file);
      return Optional.of(new SampledVideo(frames, cut));
    } catch (IOException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void write(Path file, SampledVideo video) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file))))) {
      out.writeBoolean(video.cut());
      out.writeInt(video.frames().size());
      for (RgbImage frame : video.frames()) {
        out.writeInt(frame.width());
        out.writeInt(frame.height());
        out.write(frame.data());
      }
    }
  }
}
