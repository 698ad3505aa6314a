package dev.attune.vision.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.Orientation;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Decodes a video forwards, one frame after another, and makes pictures only of those that are
 * asked for.
 */
final class FrameReader implements AutoCloseable {
  /** How long a frame is shown where nothing says it, in seconds. */
  private static final double SHOWN = 0.1;

  private final String name;
  private final Demuxer file;
  private final Orientation orientation;
  private final long deadline;
  private final AVCodecContext codec;
  private final AVPacket packet;
  private final SwsContext colours;
  private final AVFrame picture;
  private AVFrame current;
  private AVFrame next;
  private double currentTime = Double.NaN;
  private double nextTime = Double.NaN;
  private boolean begun;
  private boolean drained;
  private boolean damaged;

  /**
   * Opens a video.
   *
   * @throws VideoException when there is none in the file, or nothing here decodes it
   */
  FrameReader(String name, Path path, VideoLimits limits) {
    this.name = name;
    deadline = System.nanoTime() + limits.time().toNanos();
    file = new Demuxer(name, path, limits); // first: nothing else is there to be freed
    orientation = file.orientation();
    packet = av_packet_alloc();
    picture = av_frame_alloc();
    current = av_frame_alloc();
    next = av_frame_alloc();
    colours = sws_alloc_context();
    colours.flags(SWS_BILINEAR);
    AVCodec decoder = avcodec_find_decoder(file.codec().codec_id());
    codec = avcodec_alloc_context3(decoder);
    avcodec_parameters_to_context(codec, file.codec());
    codec.pkt_timebase(file.timeBase());
    codec.max_pixels((long) limits.side() * limits.side());
    codec.thread_count(1); // several videos are decoded at a time
    if (decoder == null || avcodec_open2(codec, decoder, (AVDictionary) null) < 0) {
      close();
      throw new VideoException(name, "is in a coding that is not read");
    }
  }

  /** See {@link Demuxer#duration}. */
  double duration() {
    return file.duration();
  }

  /** See {@link Demuxer#frameRate}. */
  double frameRate() {
    return file.frameRate();
  }

  /** When the present frame is shown. */
  double time() {
    return currentTime;
  }

  /** Whether parts of the file could not be decoded so far. */
  boolean damaged() {
    return damaged;
  }

  /**
   * Goes forward to the last frame that is not after a time; to the first, if all are after it.
   *
   * @return whether there is anything to see at that time, and not only before it
   * @throws VideoException when there is no frame at all, or it takes too long
   */
  boolean forward(double time) {
    double wanted = time + file.tick() / 2; // files round
    begin();
    jump(wanted);
    while (nextTime <= wanted) {
      advance();
    }
    return !Double.isNaN(nextTime) || time < currentTime + shown();
  }

  /**
   * Goes through all that is left.
   *
   * @return when the last frame ends
   */
  double end() {
    begin();
    while (!Double.isNaN(nextTime)) {
      advance();
    }
    return currentTime + shown();
  }

  private void begin() {
    if (!begun) {
      decode();
      if (Double.isNaN(nextTime)) {
        throw new VideoException(name, "none of its frames can be decoded");
      }
      advance();
      begun = true;
    }
  }

  /** How long the present frame is shown. */
  private double shown() {
    if (current.duration() > 0) {
      return current.duration() * file.tick();
    }
    return file.frameRate() > 0 ? 1 / file.frameRate() : SHOWN;
  }

  /** Goes over what lies before the key frame of a time, where that is not yet behind. */
  private void jump(double time) {
    double frameRate = file.frameRate();
    double delay = frameRate > 0 ? (codec.has_b_frames() + 1) / frameRate : 0;
    long key = file.keyBefore(time, delay);
    if (!(file.time(key) > nextTime + delay) || !file.seek(key)) {
      return;
    }
    avcodec_flush_buffers(codec);
    drained = false;
    decode();
    if (!Double.isNaN(nextTime)) {
      advance();
    }
  }

  /** Makes the next frame the present one, and decodes one more. */
  private void advance() {
    AVFrame free = current;
    current = next;
    currentTime = nextTime;
    next = free;
    decode();
  }

  /** Decodes the frame after the present one; its time is not a number at the end. */
  private void decode() {
    nextTime = Double.NaN;
    int got = avcodec_receive_frame(codec, next);
    while (got < 0 && !drained) {
      if (System.nanoTime() > deadline) {
        throw new VideoException(name, "takes too long to decode");
      }
      drained = !file.read(packet);
      int sent = avcodec_send_packet(codec, drained ? null : packet);
      damaged |= sent < 0 || got != AVERROR_EAGAIN();
      av_packet_unref(packet);
      got = avcodec_receive_frame(codec, next);
    }
    if (got >= 0) {
      double stamp = file.time(next.best_effort_timestamp());
      double after = begun ? currentTime + shown() : 0;
      nextTime = Double.isNaN(stamp) ? after : stamp;
    }
  }

  /**
   * The present frame, upright.
   *
   * @throws VideoException when its colours cannot be converted
   */
  RgbImage picture() {
    av_frame_unref(picture);
    picture.format(AV_PIX_FMT_RGB24);
    picture.width(current.width());
    picture.height(current.height());
    if (sws_scale_frame(colours, picture, current) < 0) {
      throw new VideoException(name, "is in colours that are not read");
    }
    int row = 3 * picture.width();
    byte[] rgb = new byte[row * picture.height()];
    BytePointer rows = picture.data(0);
    for (int y = 0; y < picture.height(); y++) {
      rows.position((long) y * picture.linesize(0)).get(rgb, y * row, row);
    }
    return orientation.apply(new RgbImage(picture.width(), picture.height(), rgb));
  }

  @Override
  public void close() {
    av_frame_free(current);
    av_frame_free(next);
    av_frame_free(picture);
    av_packet_free(packet);
    sws_freeContext(colours);
    avcodec_free_context(codec);
    file.close();
  }
}
