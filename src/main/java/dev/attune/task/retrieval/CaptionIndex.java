package dev.attune.task.retrieval;

import dev.attune.dataset.CaptionDataset;
import dev.attune.task.TaskException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which texts belong to which pictures. Captions that are alike are one text, which belongs to all
 * pictures that carry it.
 *
 * @param texts without repetition, short ones first, so that texts of one length stand together
 * @param ofPicture for each picture its captions' places among the texts
 * @param ofText for each text the pictures that carry it
 */
record CaptionIndex(List<String> texts, List<int[]> ofPicture, List<int[]> ofText) {

  /**
   * Reads a set's captions.
   *
   * @throws TaskException when one is empty
   */
  static CaptionIndex of(CaptionDataset dataset) {
    List<List<String>> captions = new ArrayList<>();
    Set<String> distinct = new LinkedHashSet<>();
    for (int i = 0; i < dataset.size(); i++) {
      List<String> own = dataset.captions(i).stream().map(String::strip).toList();
      if (own.contains("")) {
        throw new TaskException(
            "caption %d of %s in %s is empty"
                .formatted(own.indexOf("") + 1, dataset.id(i), dataset.name()));
      }
      captions.add(own);
      distinct.addAll(own);
    }
    List<String> texts = distinct.stream().sorted(Comparator.comparingInt(String::length)).toList();
    Map<String, Integer> places = new HashMap<>();
    for (int t = 0; t < texts.size(); t++) {
      places.put(texts.get(t), t);
    }
    List<int[]> ofPicture =
        captions.stream().map(own -> own.stream().mapToInt(places::get).toArray()).toList();
    List<List<Integer>> carriers = new ArrayList<>();
    texts.forEach(t -> carriers.add(new ArrayList<>()));
    for (int i = 0; i < ofPicture.size(); i++) {
      for (int t : ofPicture.get(i)) {
        carriers.get(t).add(i);
      }
    }
    List<int[]> ofText =
        carriers.stream().map(c -> c.stream().mapToInt(i -> i).distinct().toArray()).toList();
    return new CaptionIndex(texts, ofPicture, ofText);
  }

  /** Most captions of any picture. */
  int mostCaptions() {
    return ofPicture.stream().mapToInt(own -> own.length).max().orElse(0);
  }
}
