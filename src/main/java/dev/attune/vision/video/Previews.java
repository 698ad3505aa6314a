package dev.attune.vision.video;

import dev.attune.vision.Filter;
import dev.attune.vision.Resampling;
import dev.attune.vision.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;

/**
 * What people see of videos: a small WebM and a strip of the sampled frames, made once from these
 * and kept below a size limit. Thread-safe.
 */
public final class Previews {
  /** Of a player's longer side, in pixels. */
  private static final int PLAYER = 320;

  /** Of a strip's height, in pixels. */
  private static final int STRIP = 96;

  /** Frames a second: slow enough to see what moves. */
  private static final double RATE = 4;

  /** Raised when previews of the same frames come out otherwise. */
  private static final String VERSION = "1";

  private final KeptFiles players;
  private final KeptFiles strips;

  /**
   * @param limit in bytes, of the players and of the strips each
   */
  public Previews(Path folder, long limit) {
    players = new KeptFiles(folder, ".webm", limit);
    strips = new KeptFiles(folder, ".png", limit);
  }

  /**
   * A video that a browser plays.
   *
   * @param key of the video's content and of how it is sampled
   * @param frames are asked for the first time alone; they are given what to do with each
   */
  public Path player(String key, Function<UnaryOperator<RgbImage>, SampledVideo> frames)
      throws IOException {
    return kept(
        players,
        key,
        part -> WebmWriter.write(part, frames.apply(Previews::forPlayer).frames(), RATE));
  }

  /** The frames beside each other, as a PNG; see {@link #player}. */
  public Path strip(String key, Function<UnaryOperator<RgbImage>, SampledVideo> frames)
      throws IOException {
    return kept(
        strips, key, part -> Files.write(part, strip(frames.apply(Previews::forStrip).frames())));
  }

  /**
   * Writes the previews of a video that is in no data set.
   *
   * @param frames {@linkplain #forPlayer as a player shows them}
   */
  public static void write(Path player, Path strip, List<RgbImage> frames) throws IOException {
    WebmWriter.write(player, frames, RATE);
    Files.write(strip, strip(frames.stream().map(Previews::forStrip).toList()));
  }

  private static Path kept(KeptFiles files, String key, KeptFiles.Writing writing)
      throws IOException {
    Path file = files.file(String.join("\n", key, VERSION, VideoDecoder.version()));
    if (Files.exists(file)) {
      KeptFiles.used(file);
    } else {
      files.write(file, writing);
    }
    return file;
  }

  /** As it is or smaller, with even sides. */
  public static RgbImage forPlayer(RgbImage frame) {
    double scale = Math.min(1, PLAYER / (double) Math.max(frame.width(), frame.height()));
    return resized(frame, even(scale * frame.width()), even(scale * frame.height()));
  }

  private static int even(double side) {
    return Math.max(2, 2 * (int) Math.round(side / 2));
  }

  private static RgbImage forStrip(RgbImage frame) {
    int width = Math.max(1, Math.round((float) STRIP * frame.width() / frame.height()));
    return resized(frame, Math.min(width, 4 * STRIP), STRIP);
  }

  private static RgbImage resized(RgbImage frame, int width, int height) {
    boolean same = width == frame.width() && height == frame.height();
    return same ? frame : Resampling.resize(frame, width, height, Filter.BICUBIC);
  }

  private static byte[] strip(List<RgbImage> frames) throws IOException {
    int width = frames.stream().mapToInt(RgbImage::width).sum();
    BufferedImage strip = new BufferedImage(width, STRIP, BufferedImage.TYPE_INT_RGB);
    int x = 0;
    for (RgbImage frame : frames) {
      strip.getRaster().setRect(x, 0, frame.toBufferedImage().getRaster());
      x += frame.width();
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(strip, "png", png);
    return png.toByteArray();
  }
}
