package dev.attune.dataset.folder;

import dev.attune.dataset.PictureDataset;
import dev.attune.vision.decode.PictureException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a full look at every sample found: each is read, compared with its hash, and decoded.
 *
 * @param sound how many samples are
 * @param broken how many are missing, changed, or cannot be decoded
 * @param brokenFiles the first of them, with the reason
 */
public record Verification(int sound, int broken, List<String> brokenFiles) {
  private static final int MAX_LISTED = 100;

  public Verification {
    brokenFiles = List.copyOf(brokenFiles);
  }

  /** Looks at all samples of a data set. */
  public static Verification of(PictureDataset dataset, Registrar.Progress progress) {
    int sound = 0;
    int broken = 0;
    List<String> listed = new ArrayList<>();
    for (int i = 0; i < dataset.size() && progress.at(i, 0); i++) {
      try {
        dataset.picture(i);
        sound++;
      } catch (PictureException e) {
        if (broken++ < MAX_LISTED) {
          listed.add(String.valueOf(e.getMessage()));
        }
      }
    }
    return new Verification(sound, broken, listed);
  }
}
