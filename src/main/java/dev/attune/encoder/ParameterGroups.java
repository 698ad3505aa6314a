package dev.attune.encoder;

import dev.attune.model.Parameter;
import java.util.List;

/**
 * An encoder's parameters by what they are for. Their names are the family's own and say nothing to
 * anyone else.
 *
 * @param all every trainable tensor, in the network's order
 * @param image the image tower's trainable tensors
 * @param layers of these, what a layer calls its weight or its bias
 * @param normalisations of these, the affine parameters of the normalisations that papers tune
 * @param affine the affine parameters of all its normalisations, with where each stands
 * @param textAffine the same of the text tower
 * @param runningStatistics the image tower's, which no gradient moves; none without batch
 *     normalisation
 * @param tokenTable the embeddings of all tokens, (vocabulary, W)
 * @param textSide every trainable tensor outside the image tower, the similarity's among them; the
 *     token table aside
 */
public record ParameterGroups(
    List<Parameter> all,
    List<Parameter> image,
    List<Parameter> layers,
    List<Parameter> normalisations,
    List<Placed> affine,
    List<Placed> textAffine,
    List<Parameter> runningStatistics,
    Parameter tokenTable,
    List<Parameter> textSide) {
  public ParameterGroups {
    all = List.copyOf(all);
    image = List.copyOf(image);
    layers = List.copyOf(layers);
    normalisations = List.copyOf(normalisations);
    affine = List.copyOf(affine);
    textAffine = List.copyOf(textAffine);
    runningStatistics = List.copyOf(runningStatistics);
    textSide = List.copyOf(textSide);
  }

  /**
   * A tensor and where it stands.
   *
   * @param depth of its block, or stage of blocks, among n of them: 0 is the first, (n-1)/n the
   *     last; less than 0 outside of them
   */
  public record Placed(Parameter parameter, double depth) {}
}
