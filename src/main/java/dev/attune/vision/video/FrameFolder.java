package dev.attune.vision.video;

import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A video whose frames lie in a folder, a picture each, in the order of the numbers in their names.
 * They are taken for thinned already, since nothing tells their rate.
 */
final class FrameFolder {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int DIGITS = 20;
  private static final Pattern PICTURE =
      Pattern.compile(".*\\.(jpe?g|png|webp|bmp)", Pattern.CASE_INSENSITIVE);

  private FrameFolder() {}

  static SampledVideo read(
      String name, Path folder, IntFunction<int[]> indices, UnaryOperator<RgbImage> each) {
    List<Path> pictures = pictures(name, folder);
    PictureDecoder decoder = PictureDecoder.forDatasets();
    List<RgbImage> frames = new ArrayList<>();
    int[] taken = indices.apply(pictures.size());
    for (int i = 0; i < taken.length; i++) {
      if (i > 0 && taken[i] == taken[i - 1]) {
        frames.add(frames.get(i - 1));
      } else {
        Path picture = pictures.get(taken[i]);
        String frame = name + "/" + picture.getFileName();
        frames.add(each.apply(decoder.decode(frame, PictureDecoder.read(frame, picture))));
      }
    }
    return new SampledVideo(frames, false);
  }

  private static List<Path> pictures(String name, Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> pictures =
          files
              .filter(f -> PICTURE.matcher(String.valueOf(f.getFileName())).matches())
              .sorted(Comparator.comparing(FrameFolder::inOrder))
              .toList();
      if (pictures.isEmpty()) {
        throw new VideoException(name, "the folder holds no frames");
      }
      return pictures;
    } catch (IOException e) {
      throw new VideoException(name, "the folder cannot be read");
    }
  }

  /** The file's name with every number as long as any: 2 comes before 10. */
  private static String inOrder(Path file) {
    return NUMBER
        .matcher(String.valueOf(file.getFileName()))
        .replaceAll(m -> "0".repeat(Math.max(0, DIGITS - m.group().length())) + m.group());
  }
}
