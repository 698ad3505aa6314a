package dev.attune.method;

import ai.djl.ndarray.NDArray;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.RewardSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** An encoder that picks among N candidates: classification, and retrieval both ways. */
public non-sealed interface Choosing extends Subject {

  /** The encoder's features of the candidates, as it is: (N, E), normalised. */
  NDArray candidates();

  /**
   * The same under each of other prompts alone; as they are where they are no classes.
   *
   * @return (N, E), normalised, for each prompt
   */
  default List<NDArray> candidates(PromptSpec prompts) {
    return List.of(candidates());
  }

  /** The encoder's inverse temperature. */
  float scale();

  /** How many queries the run asks in all; empty where that is not known. */
  default OptionalInt queries() {
    return OptionalInt.empty();
  }

  /**
   * Makes something of the encoder tunable. One at a time: what is tuned belongs to the adapter
   * that asked.
   *
   * @throws IllegalArgumentException when the question has nothing of the kind
   */
  Tuned tune(Tuning what);

  /**
   * What an earlier run remembered.
   *
   * @param name of an installed memory
   * @return its matrices by name, row by row
   * @throws IllegalArgumentException when nothing can be remembered of these candidates
   */
  default Map<String, float[][]> memory(String name) {
    throw new IllegalArgumentException("of these candidates nothing is remembered");
  }

  /** The judges of a reward, with their features of the candidates. */
  List<Judge> judges(RewardSpec reward);
}
