package dev.attune.train;

import dev.attune.vision.SampleRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The batches of a training of DGL, each a function of the recipe and its step alone. Every epoch
 * has its own order, and its own choice of captions; what does not fill its last batch is left out.
 */
final class DglBatches {
  private final CaptionedVideos videos;
  private final DglRecipe recipe;
  private final int batch;
  private final int stepsPerEpoch;
  private final List<Unit> units = new ArrayList<>();
  private List<Example> order = List.of();
  private int orderOf = -1;

  /** Videos that come together, each with one of the captions that an epoch chose for it. */
  private record Unit(List<Integer> videos, int turn) {}

  /** A video and one of its captions. */
  record Example(int video, int caption) {}

  DglBatches(CaptionedVideos videos, DglRecipe recipe) {
    this.videos = videos;
    this.recipe = recipe;
    int examples = 0;
    for (int v = 0; v < videos.size(); v++) {
      examples += turns(v);
      int other = recipe.together() ? videos.reversed(v).orElse(v) : v;
      List<Integer> both = other == v ? List.of(v) : List.of(v, other);
      for (int turn = 0; v <= other && turn < Math.max(turns(v), turns(other)); turn++) {
        units.add(new Unit(both, turn));
      }
    }
    batch = Math.min(recipe.batch(), examples);
    stepsPerEpoch = examples / batch;
  }

  /** How many captions of a video an epoch sees. */
  private int turns(int video) {
    int all = videos.captions(video);
    return recipe.captions() == 0 ? all : Math.min(all, recipe.captions());
  }

  /** Examples of a batch. */
  int batch() {
    return batch;
  }

  int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** The examples of a step. */
  List<Example> examples(int step) {
    int epoch = step / stepsPerEpoch;
    if (epoch != orderOf) {
      order = order(epoch);
      orderOf = epoch;
    }
    int from = step % stepsPerEpoch * batch;
    return order.subList(from, from + batch);
  }

  private List<Example> order(int epoch) {
    // another seed than the order's: neither may repeat the other's numbers
    List<int[]> captions =
        IntStream.range(0, videos.size())
            .mapToObj(
                v ->
                    SampleRandom.shuffled(
                        videos.captions(v), SampleRandom.of(~recipe.seed() - epoch, v)))
            .toList();
    List<Example> all = new ArrayList<>();
    for (int u : SampleRandom.shuffled(units.size(), SampleRandom.of(recipe.seed(), epoch))) {
      Unit unit = units.get(u);
      unit.videos().stream()
          .filter(v -> unit.turn() < turns(v))
          .forEach(v -> all.add(new Example(v, captions.get(v)[unit.turn()])));
    }
    return all;
  }
}
