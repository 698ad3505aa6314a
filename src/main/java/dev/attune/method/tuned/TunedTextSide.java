package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything outside the image tower, the temperature included, for one text against fixed image
 * features (RLCF's text-to-image retrieval; ALGORITHMS 4). Of the embedding table only the rows of
 * the text's own tokens are tuned, in a copy: no other has a gradient, and what weight decay would
 * take from them cannot reach this text.
 */
public final class TunedTextSide implements Tuned {
  private final Encoder encoder;
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
  public TunedTextSide(Encoder encoder, NDArray images, boolean lasting) {
    this.encoder = encoder;
    this.images = images;
    this.lasting = lasting;
    tuned = encoder.parameters().textSide();
    table = encoder.parameters().tokenTable();
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
   * @param tokens (1, L) ids; what stands after the end token is left out
   * @return (1, L), for each token its place among the rows
   */
  @Override
  public NDArray prepare(NDArray tokens) {
    long[] text = tokens.toLongArray();
    text = Arrays.copyOf(text, encoder.text().length(text));
    ids = Arrays.stream(text).distinct().sorted().toArray();
    NDManager manager = tokens.getManager();
    NDArray copies = encoder.text().contextOf(manager, ids).duplicate();
    copies.setRequiresGradient(true);
    rows = copies;
    long[] places = Arrays.stream(text).map(id -> Arrays.binarySearch(ids, id)).toArray();
    return Nn.fromHost(manager, places, new Shape(1, places.length));
  }

  @Override
  public Match initial(NDArray prepared) {
    return tuning(prepared);
  }

  @Override
  public Match tuning(NDArray prepared) {
    NDArray features =
        Scopes.keep(
            () -> {
              NDArray words = rows().get(new NDIndex("{}", prepared.flatten())).expandDims(0);
              return Nn.normalize(encoder.text().encode(words));
            });
    return new Match(features, images, encoder.similarity()::logits);
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
