package dev.attune.method.memory;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What DynaPrompt keeps from picture to picture. */
final class PoolMemory extends HostState {
  private final int width;

  /** What each prompt's context vectors differ from the first ones by: (N, n W). */
  private float[][] deltas;

  /** The prompts, longest unused first. */
  private List<Integer> order = List.of();

  /** How often each was used since it began anew. */
  private int[] uses = {};

  /**
   * @param prompts N
   * @param width n W, of all context vectors together
   */
  PoolMemory(NDManager manager, int prompts, int width) {
    super(manager, "dynaprompt");
    this.width = width;
    deltas = new float[prompts][width];
    forget();
  }

  float[][] deltas() {
    return deltas;
  }

  List<Integer> order() {
    return order;
  }

  int[] uses() {
    return uses;
  }

  /** What the pool is from now on. */
  void become(float[][] newDeltas, List<Integer> newOrder, int[] newUses) {
    deltas = newDeltas;
    order = newOrder;
    uses = newUses;
  }

  @Override
  void forget() {
    int prompts = deltas.length;
    become(
        new float[prompts][width], IntStream.range(0, prompts).boxed().toList(), new int[prompts]);
  }

  @Override
  Map<String, float[][]> matrices() {
    Map<String, float[][]> matrices = new LinkedHashMap<>();
    matrices.put("deltas", deltas);
    float[][] used = new float[2][uses.length];
    for (int p = 0; p < uses.length; p++) {
      used[0][p] = order.get(p);
      used[1][p] = uses[p];
    }
    matrices.put("used", used);
    return matrices;
  }

  @Override
  void remember(Saved saved) {
    float[][] read = saved.rows("deltas", width);
    float[][] used = saved.rows("used", deltas.length);
    saved.require(read.length == deltas.length, "deltas");
    saved.require(used.length == 2, "used");
    List<Integer> places = new ArrayList<>();
    int[] counts = new int[deltas.length];
    for (int p = 0; p < counts.length; p++) {
      places.add((int) used[0][p]);
      counts[p] = (int) used[1][p];
    }
    saved.require(
        places.stream()
            .sorted()
            .toList()
            .equals(IntStream.range(0, counts.length).boxed().toList()),
        "used");
    become(read, List.copyOf(places), counts);
  }
}
