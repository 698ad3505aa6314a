package dev.attune.testing;

import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/**
 * Clips for tests, made by FFmpeg. Each frame has its number written into it as eight black or
 * white squares above a ground whose colours differ from corner to corner, so that a frame is known
 * again after any coding.
 */
public final class TestClips {
  public static final int WIDTH = 128;
  public static final int HEIGHT = 96;
  private static final int SQUARE = WIDTH / 8;
  private static final int SAMPLES = 44_100;

  static {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET); // what the encoders have to say
  }

  private TestClips() {}

  /** A kind of file and a coding that it may hold. */
  public enum Kind {
    MP4("mp4", avcodec.AV_CODEC_ID_MPEG4),
    H264("mp4", avcodec.AV_CODEC_ID_H264),
    MOV("mov", avcodec.AV_CODEC_ID_MJPEG),
    WEBM("webm", avcodec.AV_CODEC_ID_VP8),
    MKV("matroska", avcodec.AV_CODEC_ID_MPEG4),
    AVI("avi", avcodec.AV_CODEC_ID_MPEG4),
    GIF("gif", avcodec.AV_CODEC_ID_GIF),
    MPEGTS("mpegts", avcodec.AV_CODEC_ID_MPEG2VIDEO);

    private final String format;
    private final int codec;

    Kind(String format, int codec) {
      this.format = format;
      this.codec = codec;
    }
  }

  /** A clip of a constant rate. */
  public static Path write(Path file, Kind kind, int frames, double rate) {
    double[] times = new double[frames];
    for (int i = 0; i < frames; i++) {
      times[i] = i / rate;
    }
    return write(file, kind, times, rate, WIDTH, HEIGHT);
  }

  /**
   * A clip.
   *
   * @param times when each frame is shown, in seconds
   * @param rate that the file announces
   */
  public static Path write(
      Path file, Kind kind, double[] times, double rate, int width, int height) {
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height, 0)) {
      recorder.setFormat(kind.format);
      recorder.setVideoCodec(kind.codec);
      recorder.setFrameRate(rate);
      recorder.setVideoBitrate(4_000_000);
      recorder.setGopSize(12);
      recorder.setVideoOption("threads", "1");
      if (kind == Kind.GIF) {
        recorder.setPixelFormat(avutil.AV_PIX_FMT_RGB8);
      } else if (kind == Kind.MOV) {
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUVJ420P);
      }
      recorder.start();
      for (int i = 0; i < times.length; i++) {
        recorder.setTimestamp(Math.round(times[i] * 1_000_000));
        recorder.record(frame(i, width, height));
      }
    } catch (FrameRecorder.Exception e) {
      throw new IllegalStateException("cannot record " + kind, e);
    }
    return file;
  }

  /** A second of a tone, and no pictures. */
  public static Path sound(Path file) {
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 1)) {
      recorder.setFormat("mp4");
      recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
      recorder.setSampleRate(SAMPLES);
      recorder.start();
      ShortBuffer tone = ShortBuffer.allocate(SAMPLES);
      for (int i = 0; i < SAMPLES; i++) {
        tone.put(i, (short) (8000 * Math.sin(i / 10.0)));
      }
      recorder.recordSamples(SAMPLES, 1, tone);
    } catch (FrameRecorder.Exception e) {
      throw new IllegalStateException("cannot record a tone", e);
    }
    return file;
  }

  private static Frame frame(int number, int width, int height) {
    Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3);
    ByteBuffer pixels = (ByteBuffer) frame.image[0];
    RgbImage picture = picture(number, width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          pixels.put(y * frame.imageStride + 3 * x + c, (byte) picture.at(x, y, 2 - c));
        }
      }
    }
    return frame;
  }

  /** The frame of a number, before any coding. */
  public static RgbImage picture(int number, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        if (y < SQUARE) {
          int bit = number >> Math.min(7, 8 * x / width) & 1;
          rgb[at] = rgb[at + 1] = rgb[at + 2] = (byte) (bit == 1 ? 235 : 20);
        } else {
          rgb[at] = (byte) (40 + 160 * x / width);
          rgb[at + 1] = (byte) (40 + 160 * y / height);
          rgb[at + 2] = (byte) (x < width / 2 ? 60 : 180);
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** The number that is written into a frame. */
  public static int number(RgbImage frame) {
    int number = 0;
    for (int bit = 0; bit < 8; bit++) {
      int x = (2 * bit + 1) * frame.width() / 16;
      number |= frame.at(x, SQUARE / 2, 1) > 128 ? 1 << bit : 0;
    }
    return number;
  }

  /** Writes the matrix of an mp4 file's first track by which its pictures are shown. */
  public static void turn(Path mp4, int a, int b, int c, int d) {
    try {
      byte[] bytes = Files.readAllBytes(mp4);
      int box = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
      int[] matrix = {a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30};
      ByteBuffer.wrap(bytes).position(box + 4 + 40).asIntBuffer().put(matrix);
      Files.write(mp4, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
