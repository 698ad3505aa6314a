package dev.attune.task.video;

import dev.attune.dataset.VideoDataset;
import dev.attune.task.TaskException;
import dev.attune.text.TextTokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The captions of videos. Those that are alike are one text, which is encoded once; each is a query
 * of its own all the same, for which only its own video is right.
 *
 * @param texts N, without repetition, short ones first, so that texts of one length stand together
 * @param ofVideo for each video its captions' places among the texts
 */
record Captions(List<String> texts, List<int[]> ofVideo, Directions directions) {

  /**
   * Reads a set's captions.
   *
   * @throws TaskException when one is empty, or a video has none
   */
  static Captions of(VideoDataset set) {
    List<List<String>> captions = new ArrayList<>();
    Set<String> distinct = new LinkedHashSet<>();
    for (int i = 0; i < set.size(); i++) {
      List<String> own = set.captions(i).stream().map(String::strip).toList();
      if (own.contains("") || own.isEmpty()) {
        throw new TaskException(
            "caption %d of %s in %s is empty"
                .formatted(Math.max(0, own.indexOf("")) + 1, set.id(i), set.name()));
      }
      captions.add(own);
      distinct.addAll(own);
    }
    List<String> texts = distinct.stream().sorted(Comparator.comparingInt(String::length)).toList();
    Map<String, Integer> places = new HashMap<>();
    for (int t = 0; t < texts.size(); t++) {
      places.put(texts.get(t), t);
    }
    return new Captions(
        texts,
        captions.stream().map(own -> own.stream().mapToInt(places::get).toArray()).toList(),
        Directions.of(set));
  }

  /** The numbers of all videos. */
  int[] everyVideo() {
    return IntStream.range(0, ofVideo.size()).toArray();
  }

  /** Most captions of any video. */
  int most() {
    return ofVideo.stream().mapToInt(own -> own.length).max().orElse(0);
  }

  /** The texts of some of the videos, ascending. */
  int[] textsOf(int[] videos) {
    boolean[] carried = new boolean[texts.size()];
    for (int video : videos) {
      for (int text : ofVideo.get(video)) {
        carried[text] = true;
      }
    }
    return IntStream.range(0, carried.length).filter(t -> carried[t]).toArray();
  }

  /** The ids of all texts. */
  long[][] tokens(TextTokenizer tokenizer, int words) {
    return texts.stream().map(t -> tokenizer.encode(t, words)).toArray(long[][]::new);
  }
}
