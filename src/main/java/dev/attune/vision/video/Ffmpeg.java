package dev.attune.vision.video;

import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's libraries, loaded with our settings. */
final class Ffmpeg {
  /**
   * JavaCPP counts the memory of the whole process, the network's tensors among it, and refuses to
   * hand out more beyond a limit of its own.
   */
  private static final String MEMORY = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static final String VERSION;

  static {
    if (System.getProperty(MEMORY) == null) {
      System.setProperty(MEMORY, "0");
    }
    // what it has to say names files and folders; we say ourselves what is wrong
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    VERSION = avutil.av_version_info().getString();
  }

  private Ffmpeg() {}

  /** Loads the libraries, if they are not yet loaded; its version, on which pixels may depend. */
  static String load() {
    return VERSION;
  }
}
