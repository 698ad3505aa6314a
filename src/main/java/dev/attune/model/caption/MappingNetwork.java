package dev.attune.model.caption;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.model.Parameter;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes an embedding of CLIP into a prefix of a language model (Mokady et al. 2021, ClipCap, arXiv
 * 2111.09734; ALGORITHMS 4, Captioning). Letters: B embeddings, E their size, P prefix tokens, W
 * the language model's width.
 */
public interface MappingNetwork {

  /**
   * Loads the mapping network of a checkpoint of ClipCap or CapDec. Tensors outside of {@code
   * clip_project.} are those of the frozen models beside it, which some checkpoints hold too.
   *
   * @param width W
   * @param manager owns the tensors
   * @throws WeightsException when it is none, or names are missing or left over in it
   */
  static MappingNetwork load(TensorSource source, int width, NDManager manager) {
    MappingConfig config = MappingConfig.infer(source, width);
    Set<String> others =
        source.tensors().keySet().stream()
            .filter(name -> !name.startsWith(MappingConfig.PREFIX))
            .collect(Collectors.toSet());
    return config.network(Weights.load(source, config.shapes(), others, manager));
  }

  MappingConfig config();

  Weights weights();

  /**
   * The prefixes of embeddings.
   *
   * @param embeddings (B, E), normalised
   * @return (B, P, W)
   */
  NDArray prefix(NDArray embeddings);

  /** All tensors; each can be trained. */
  default List<Parameter> parameters() {
    return weights().all().entrySet().stream()
        .map(e -> new Parameter(e.getKey(), e.getValue()))
        .toList();
  }
}
