package dev.attune;

import dev.attune.dataset.VideoDataset;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.vision.RgbImage;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.WebmWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A few clips of the built-in motions as files, and registered. */
final class MotionClips {
  /** Of the application whose data set they are. */
  static final String HOME = "target/video-tests";

  static final String NAME = "small-motion";
  static final int SIZE = 6;

  private static final int CAPTIONS = 2;
  private static final VideoDataset MOTION = new BuiltInDatasets().videos("motion");

  private MotionClips() {}

  /** Every second clip of the built-in set: what lies between is the same in reverse. */
  static String caption(int index) {
    return MOTION.captions(2 * index).get(0);
  }

  /** A clip's file. */
  static Path file(int index) {
    return Path.of(HOME, "datasets", NAME, "clip-%d.webm".formatted(index));
  }

  /** Registers them in a running application, if they are not yet. */
  static void register(int port) throws IOException, InterruptedException {
    ApiClient api = new ApiClient(port);
    String at = "/api/datasets/" + NAME;
    if (api.get(at).statusCode() == 404) {
      write();
      api.post(
          "/api/datasets",
          "{\"name\": \"%s\", \"layout\": \"videos\", \"path\": \"%s\"}".formatted(NAME, NAME));
    }
    JsonNode set = api.json(at);
    while (set.path("status").asString().equals("registering")) {
      Thread.sleep(20);
      set = api.json(at);
    }
    if (set.path("size").asInt() != SIZE) {
      throw new IllegalStateException("the clips are not registered: " + set);
    }
  }

  private static void write() throws IOException {
    StringBuilder captions = new StringBuilder("video,caption\n");
    for (int i = 0; i < SIZE; i++) {
      Path file = file(i);
      Files.createDirectories(file.getParent());
      FrameSampling sampling = MOTION.sampling();
      List<RgbImage> frames =
          MOTION.frames(2 * i, sampling, sampling::of, UnaryOperator.identity()).frames();
      WebmWriter.write(file, frames, 4);
      for (String caption : MOTION.captions(2 * i).subList(0, CAPTIONS)) {
        captions.append("%s,\"%s\"\n".formatted(file.getFileName(), caption));
      }
    }
    Files.writeString(file(0).resolveSibling("captions.csv"), captions);
  }
}
