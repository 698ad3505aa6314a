package dev.attune.encoder;

import dev.attune.model.Parameter;
import java.util.List;

/**
 * An encoder's parameters by what they are for. Their names are the family's own and say nothing to
 * anyone else.
 *
 * @param all every trainable tensor, in the network's order
 * @param image the image tower's trainable tensors
 * @param normalisations of these, the affine parameters of the normalisations
 * @param runningStatistics the image tower's, which no gradient moves; none without batch
 *     normalisation
 * @param tokenTable the embeddings of all tokens, (vocabulary, W)
 * @param textSide every trainable tensor outside the image tower, the similarity's among them; the
 *     token table aside
 */
public record ParameterGroups(
    List<Parameter> all,
    List<Parameter> image,
    List<Parameter> normalisations,
    List<Parameter> runningStatistics,
    Parameter tokenTable,
    List<Parameter> textSide) {
  public ParameterGroups {
    all = List.copyOf(all);
    image = List.copyOf(image);
    normalisations = List.copyOf(normalisations);
    runningStatistics = List.copyOf(runningStatistics);
    textSide = List.copyOf(textSide);
  }
}
