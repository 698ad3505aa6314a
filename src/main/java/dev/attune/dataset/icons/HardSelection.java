package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Picks the samples of {@code icons-hard}: candidates that a model gets wrong. The model must be
 * neither policy nor judge, so that the filter favours none of the two.
 */
public final class HardSelection {

  private static final int BATCH = 128;

  private HardSelection() {}

  /**
   * Goes through the candidates in order and keeps those that are classified wrongly, of each
   * concept at most its even share.
   *
   * @param classifier for a list of pictures, the predicted indices into {@link Concepts#names()}
   * @param most how many to keep at most
   * @param candidates how many to look at
   * @return indices of accepted candidates, ascending
   */
  public static int[] select(Function<List<RgbImage>, int[]> classifier, int most, int candidates) {
    HardCandidates stream = new HardCandidates();
    int[] taken = new int[Concepts.get().size()];
    int share = (most + taken.length - 1) / taken.length;
    List<Integer> accepted = new ArrayList<>();
    for (int start = 0; start < candidates && accepted.size() < most; start += BATCH) {
      List<RgbImage> pictures =
          IntStream.range(start, Math.min(candidates, start + BATCH))
              .mapToObj(stream::draw)
              .toList();
      int[] predicted = classifier.apply(pictures);
      for (int i = 0; i < predicted.length && accepted.size() < most; i++) {
        int concept = stream.concept(start + i);
        if (predicted[i] != concept && taken[concept] < share) {
          taken[concept]++;
          accepted.add(start + i);
        }
      }
    }
    return accepted.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Writes the resource that makes the set available, {@code icons-hard.txt}. */
  public static void write(Path file, int[] accepted) throws IOException {
    String lines =
        Arrays.stream(accepted).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
    Files.writeString(
        file, "# candidates of icons-hard that the selecting model got wrong\n" + lines + "\n");
  }
}
