package dev.attune.vision.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import dev.attune.vision.decode.Orientation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.IntPointer;

/**
 * A video's file: its picture stream's packets, and what the file says of it. Times are in seconds
 * from the stream's beginning. Only the file itself is opened: scripts, lists and manifests that
 * would lead to others are no formats here, and no protocol but that of files is spoken.
 */
final class Demuxer implements AutoCloseable {
  private static final String FORMATS = "mov,matroska,avi,gif,mpegts,mpeg,flv,asf,ogg";

  private final String name;
  private final AVFormatContext format;
  private final AVStream stream;
  private final double tick;
  private final long start;
  private long packets;

  /**
   * Opens a file.
   *
   * @param name for messages, which must not show where the file lies
   * @throws VideoException when there is no video in it
   */
  Demuxer(String name, Path file, VideoLimits limits) {
    this.name = name;
    packets = limits.packets();
    if (!Files.isRegularFile(file)) {
      throw new VideoException(name, "the file is missing, or none");
    }
    Ffmpeg.load();
    format = open(file);
    try {
      stream = pictures();
      AVCodecParameters picture = stream.codecpar();
      if (picture.width() > limits.side() || picture.height() > limits.side()) {
        throw new VideoException(
            name,
            "has %d x %d pixels, more than the %d x %d that are read"
                .formatted(picture.width(), picture.height(), limits.side(), limits.side()));
      }
      AVRational base = timeBase();
      tick = (double) base.num() / base.den();
      start = stream.start_time() == AV_NOPTS_VALUE ? 0 : stream.start_time();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private AVFormatContext open(Path file) {
    AVFormatContext opening = avformat_alloc_context();
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", "file", 0);
    av_dict_set(options, "format_whitelist", FORMATS, 0);
    int opened = avformat_open_input(opening, "file:" + file.toAbsolutePath(), null, options);
    av_dict_free(options);
    if (opened < 0) { // then nothing is left to be freed
      throw new VideoException(name, "is no video of a known kind, or is broken or cut off");
    }
    return opening;
  }

  /** The first stream of moving pictures; the others' packets are not read. */
  private AVStream pictures() {
    if (avformat_find_stream_info(format, (AVDictionary) null) < 0) {
      throw new VideoException(name, "the file is broken or cut off");
    }
    AVStream found = null;
    boolean sound = false;
    for (int i = 0; i < format.nb_streams(); i++) {
      AVStream each = format.streams(i);
      int type = each.codecpar().codec_type();
      sound |= type == AVMEDIA_TYPE_AUDIO;
      boolean cover = (each.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
      if (found == null && type == AVMEDIA_TYPE_VIDEO && !cover) {
        found = each;
      } else {
        each.discard(avcodec.AVDISCARD_ALL);
      }
    }
    if (found == null || found.codecpar().width() < 1 || found.codecpar().height() < 1) {
      throw new VideoException(name, sound ? "holds sound and no pictures" : "holds no pictures");
    }
    return found;
  }

  AVCodecParameters codec() {
    return stream.codecpar();
  }

  /** How long the video is, as the file says; 0 where it does not. */
  double duration() {
    if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
      return stream.duration() * tick;
    }
    return format.duration() == AV_NOPTS_VALUE
        ? 0
        : Math.max(0, (double) format.duration() / AV_TIME_BASE);
  }

  /** Frames a second on average; 0 where the file does not say. */
  double frameRate() {
    AVRational rate = stream.avg_frame_rate();
    return rate.den() == 0 ? 0 : Math.max(0, (double) rate.num() / rate.den());
  }

  /** The unit of its stamps. */
  AVRational timeBase() {
    return stream.time_base();
  }

  /** The least difference between two times, in seconds. */
  double tick() {
    return tick;
  }

  /** A packet's or a frame's stamp as a time; not a number where there is none. */
  double time(long stamp) {
    return stamp == AV_NOPTS_VALUE ? Double.NaN : (stamp - start) * tick;
  }

  /**
   * How its frames must be turned, by the display matrix itself: its two by two upper left numbers
   * say where right and down of the stored frame come to lie.
   */
  Orientation orientation() {
    AVCodecParameters codec = stream.codecpar();
    AVPacketSideData matrix =
        av_packet_side_data_get(
            codec.coded_side_data(), codec.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull() || matrix.size() < 9 * Integer.BYTES) {
      return Orientation.NORMAL;
    }
    IntPointer m = new IntPointer(matrix.data());
    boolean swap = Math.abs((long) m.get(0)) < Math.abs((long) m.get(1));
    return swap
        ? Orientation.of(m.get(1) < 0, m.get(3) < 0, true)
        : Orientation.of(m.get(0) < 0, m.get(4) < 0, false);
  }

  /**
   * Reads the stream's next packet.
   *
   * @return false at the end of what can be read
   * @throws VideoException when there are too many
   */
  boolean read(AVPacket packet) {
    while (av_read_frame(format, packet) >= 0) {
      if (--packets < 0) {
        throw new VideoException(name, "has more parts than are read");
      }
      if (packet.stream_index() == stream.index()) {
        return true;
      }
      avcodec.av_packet_unref(packet);
    }
    return false;
  }

  /**
   * The last key frame of the file's index that surely is shown no later than a time; its stamp, or
   * {@code AV_NOPTS_VALUE} where the index has none.
   *
   * @param delay seconds that a frame may be shown after its stamp in the index
   */
  long keyBefore(double time, double delay) {
    long found = AV_NOPTS_VALUE;
    int low = 0;
    int high = avformat_index_get_entries_count(stream) - 1;
    while (low <= high) { // the index is sorted by its stamps
      int middle = (low + high) >>> 1;
      if (time(avformat_index_get_entry(stream, middle).timestamp()) + delay <= time) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    for (int i = high; i >= 0 && found == AV_NOPTS_VALUE; i--) {
      AVIndexEntry entry = avformat_index_get_entry(stream, i);
      found =
          (entry.flags() & AVIndexEntry.AVINDEX_KEYFRAME) != 0 ? entry.timestamp() : AV_NOPTS_VALUE;
    }
    return found;
  }

  /** Goes to a key frame; false when the file cannot, and is where it was. */
  boolean seek(long stamp) {
    return av_seek_frame(format, stream.index(), stamp, AVSEEK_FLAG_BACKWARD) >= 0;
  }

  @Override
  public void close() {
    avformat_close_input(format);
  }
}
