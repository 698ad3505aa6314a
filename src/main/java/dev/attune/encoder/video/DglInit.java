package dev.attune.encoder.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Prompts and maps from which a training starts. They change little of what CLIP gives: global
 * prompts begin as class tokens, those of frames as what the class token of a grey picture is in
 * their layer, and those of texts as what the start token is there; all with a little chance.
 */
public final class DglInit {
  /** Of prompts, CLIP's spread of word vectors. */
  private static final double PROMPT = 0.02;

  /** Of what the prompts' own block adds to them. */
  private static final float ADDED = 0.1f;

  private static final float RIDGE = 1e-4f;

  private final DglConfig config;
  private final Clip clip;
  private final Random random;
  private final NDManager manager;
  private final Map<String, NDArray> tensors = new LinkedHashMap<>();

  private DglInit(DglConfig config, Clip clip, long seed, NDManager manager) {
    this.config = config;
    this.clip = clip;
    this.manager = manager;
    random = new Random(seed);
  }

  /**
   * Draws all tensors.
   *
   * @param clip on which they are to learn
   * @param manager owns them
   */
  public static Weights draw(DglConfig config, Clip clip, long seed, NDManager manager) {
    DglInit init = new DglInit(config, clip, seed, manager);
    config.shapes().forEach(init::draw);
    Weights weights = new Weights(init.tensors);
    Scopes.run(() -> init.place(weights));
    return weights;
  }

  private void draw(String name, Shape shape) {
    NDArray drawn;
    if (name.equals(DglNames.GLOBALS)
        || name.equals(DglNames.TABLE)
        || name.equals(DglNames.PROMPTS)) {
      drawn = Nn.normal(manager, shape, PROMPT, random);
    } else if (shape.dimension() == 1) {
      drawn = manager.full(shape, name.contains("ln_") && name.endsWith("weight") ? 1f : 0f);
    } else {
      boolean adds = name.endsWith("out_proj.weight") || name.endsWith("mlp.c_proj.weight");
      double spread = Math.pow(shape.get(1), -0.5);
      drawn = Nn.normal(manager, shape, adds ? ADDED * spread : spread, random);
    }
    tensors.put(name, drawn);
  }

  private void place(Weights weights) {
    NDArray classes = states(clip.video().classStates(manager, clip.config().resolution()));
    weights.get(DglNames.GLOBALS).addi(classes.get(new NDIndex("0:1")));
    NDArray each = classes.reshape(1, (long) config.layers() * config.width());
    if (config.form() == DglForm.TRANSFORMER) {
      NDIndex frames = new NDIndex("{}:", config.textPrompts());
      NDArray table = weights.get(DglNames.TABLE);
      table.set(frames, table.get(frames).add(each));
    } else {
      weights.get(DglNames.PROMPTS).addi(each);
    }
    fit(weights);
  }

  /** Of as many layers as have prompts: of missing ones the last repeats. */
  private NDArray states(NDArray states) {
    NDList rows = new NDList();
    for (int i = 0; i < config.layers(); i++) {
      long at = Math.min(i, states.getShape().get(0) - 1);
      rows.add(states.get(new NDIndex("{}:{}", at, at + 1)));
    }
    return NDArrays.concat(rows, 0);
  }

  /** Lets the last map, or both, give the start token's states, by least squares. */
  private void fit(Weights weights) {
    NDArray in = DglPrompts.inputs(config, weights).mean(new int[] {1});
    NDArray out = states(clip.startStates(manager));
    NDArray inMean = in.mean(new int[] {0}, true);
    NDArray outMean = out.mean(new int[] {0}, true);
    NDArray rows = in.sub(inMean);
    NDArray gram = rows.matMul(rows.transpose()).add(manager.eye(config.layers()).mul(RIDGE));
    NDArray map = out.sub(outMean).transpose().matMul(gram.inverse()).matMul(rows);
    NDArray bias = outMean.sub(inMean.matMul(map.transpose())).squeeze(0);
    for (String name :
        config.form() == DglForm.TRANSFORMER
            ? new String[] {DglNames.MLP + ".c_proj"}
            : new String[] {DglNames.PREFIX, DglNames.POSTFIX}) {
      weights.get(name + ".weight").set(new NDIndex("..."), map);
      weights.get(name + ".bias").set(new NDIndex("..."), bias);
    }
  }
}
