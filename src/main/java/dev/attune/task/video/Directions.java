package dev.attune.task.video;

import dev.attune.dataset.VideoDataset;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a set's captions only the order of frames tells.
 *
 * @param captions for each video the numbers of such captions among its own, ascending
 * @param reversed for each video the number of the same frames in reverse, below 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Directions(List<int[]> captions, int[] reversed) {

  static Directions of(VideoDataset set) {
    List<int[]> captions = new ArrayList<>();
    int[] reversed = new int[set.size()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = set.reversed(i).orElse(-1);
      captions.add(
          reversed[i] < 0
              ? new int[0]
              : set.ordered(i).stream().mapToInt(Integer::intValue).sorted().toArray());
    }
    return new Directions(captions, reversed);
  }

  /** Most of them of any video. */
  int most() {
    return captions.stream().mapToInt(own -> own.length).max().orElse(0);
  }
}
