package dev.attune.vision.video;

import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameRecorder;

/** Writes frames as a small WebM video (VP8), which every browser plays. */
public final class WebmWriter {
  private static final int CHANNELS = 3;

  /** Bits a second: enough for what is looked at as a preview. */
  private static final int BIT_RATE = 600_000;

  private WebmWriter() {}

  /**
   * Writes a video.
   *
   * @param frames of one size, at least one
   * @param rate frames a second
   */
  public static void write(Path file, List<RgbImage> frames, double rate) throws IOException {
    Ffmpeg.load();
    int width = frames.get(0).width() / 2 * 2; // chroma is halved
    int height = frames.get(0).height() / 2 * 2;
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height)) {
      recorder.setFormat("webm");
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_VP8);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(rate);
      recorder.setVideoBitrate(BIT_RATE);
      recorder.start();
      for (RgbImage frame : frames) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(frame.data().length).put(frame.data()).flip();
        recorder.recordImage(
            frame.width(),
            frame.height(),
            Byte.SIZE,
            CHANNELS,
            CHANNELS * frame.width(),
            avutil.AV_PIX_FMT_RGB24,
            pixels);
      }
      recorder.stop();
    } catch (FrameRecorder.Exception e) {
      throw new IOException("a video for the player could not be written", e);
    }
  }
}
