package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tunes everything outside the image tower, logit scale included, for one text against fixed image
 * features (RLCF's text-to-image retrieval; ALGORITHMS 4). Of the embedding table only the rows of
 * the text's own tokens are tuned, in a copy: no other has a gradient, and what weight decay would
 * take from them cannot reach this text.
 */
public final class TextPolicy implements Policy {
  private final Clip clip;
  private final NDArray images;
  private final boolean lasting;
  private final List<Parameter> tuned;
  private final Parameter table;
  private long[] ids = {};
  private @Nullable NDArray rows;

  /**
   * @param images (N, E), normalised features of the candidates
   * @param lasting whether what a text teaches its tokens is to be put into the table, which then
   *     is part of the state: for learning across texts
   */
  public TextPolicy(Clip clip, NDArray images, boolean lasting) {
    this.clip = clip;
    this.images = images;
    this.lasting = lasting;
    tuned = clip.parameters().textSide();
    table = clip.parameters().tokenTable();
    tuned.forEach(p -> p.array().setRequiresGradient(true));
  }

  @Override
  public List<Parameter> trainable() {
    return with(new Parameter(table.name(), rows()));
  }

  @Override
  public List<Parameter> state() {
    return lasting ? with(table) : tuned;
  }

  private List<Parameter> with(Parameter embeddings) {
    List<Parameter> all = new ArrayList<>(tuned);
    all.add(embeddings);
    return all;
  }

  /**
   * Takes the rows of a text's tokens out of the table.
   *
   * @param tokens (1, L) ids; what stands behind the end token is left out
   * @return (1, L), for each token its place among the rows
   */
  @Override
  public NDArray prepare(NDArray tokens) {
    long[] text = tokens.toLongArray();
    text = Arrays.copyOf(text, clip.text().length(text));
    ids = Arrays.stream(text).distinct().sorted().toArray();
    NDManager manager = tokens.getManager();
    NDArray copies = clip.text().contextOf(manager, ids).duplicate();
    copies.setRequiresGradient(true);
    rows = copies;
    long[] places = Arrays.stream(text).map(id -> Arrays.binarySearch(ids, id)).toArray();
    return Nn.fromHost(manager, places, new Shape(1, places.length));
  }

  @Override
  public NDArray initialLogits(NDArray prepared) {
    return logits(prepared);
  }

  @Override
  public NDArray logits(NDArray prepared) {
    return Scopes.keep(
        () -> {
          NDArray words = rows().get(new NDIndex("{}", prepared.flatten())).expandDims(0);
          NDArray features = Nn.normalize(clip.text().encode(words));
          return clip.similarity().logits(features.matMul(images.transpose()));
        });
  }

  @Override
  public void settle() {
    if (lasting) {
      NDArray index = Nn.fromHost(rows().getManager(), ids, new Shape(ids.length));
      table.array().set(new NDIndex("{}", index), rows());
    }
  }

  private NDArray rows() {
    return Objects.requireNonNull(rows, "no text is prepared yet");
  }
}
