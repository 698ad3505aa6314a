package dev.attune.dataset.folder;

import dev.attune.digest.Sha256;
import dev.attune.vision.decode.PictureException;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.VideoDecoder;
import dev.attune.vision.video.VideoLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A registered video: a file, or a folder of its frames. */
final class VideoFile {
  static final VideoDecoder DECODER = new VideoDecoder(VideoLimits.STANDARD);

  private VideoFile() {}

  /**
   * Hashes a video and decodes its first and last frame.
   *
   * @param sampling of which frames these are
   */
  static IndexRow examine(Path root, ListedSample sample, FrameSampling sampling)
      throws IOException {
    String file = Registrar.named(sample);
    Path path;
    try {
      path = SafePaths.resolve(root, file);
    } catch (PictureException e) {
      return IndexRow.unread(sample, String.valueOf(e.getMessage()));
    }
    long size = 0;
    for (Path part : parts(path)) {
      size += Files.size(part);
    }
    String problem = null;
    boolean cut = false;
    try {
      cut =
          DECODER
              .decode(file, path, sampling, n -> ends(sampling.of(n)), UnaryOperator.identity())
              .cut();
    } catch (PictureException e) {
      problem = e.getMessage();
    }
    long modified = Files.getLastModifiedTime(path).toMillis();
    IndexRow row = IndexRow.read(sample, size, modified, hash(path), problem);
    return cut ? row.cutOff() : row;
  }

  private static int[] ends(int[] indices) {
    return new int[] {indices[0], indices[indices.length - 1]};
  }

  /** A hash of all of a video's bytes. */
  static String hash(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return Sha256.of(path);
    }
    StringBuilder all = new StringBuilder();
    for (Path part : parts(path)) {
      all.append(part.getFileName()).append('\n').append(Sha256.of(part)).append('\n');
    }
    return Sha256.of(all.toString());
  }

  private static List<Path> parts(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
