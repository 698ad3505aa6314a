package dev.attune.encoder.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.model.Activation;
import dev.attune.model.Scopes;
import dev.attune.weights.DerivedTensors;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of DGL's prompts under their published names: safetensors of ours, or what the original
 * program saved, which holds its CLIP beside them. What it is its content says, not its name.
 */
public final class DglCheckpoint implements AutoCloseable {
  /** Of halves, which the original keeps its CLIP in, and of no more. */
  private static final float SAME = 2e-3f;

  private final TensorSource source;
  private final DglConfig config;

  private DglCheckpoint(TensorSource source, DglConfig config) {
    this.source = source;
    this.config = config;
  }

  /**
   * Opens a file and checks names and shapes.
   *
   * @throws WeightsException when it holds no prompts of DGL, or anything else but a CLIP
   */
  public static DglCheckpoint open(Path file) {
    TensorSource source = WeightFiles.open(file);
    try {
      DglCheckpoint checkpoint = new DglCheckpoint(source, DglConfig.infer(source));
      checkpoint.check();
      return checkpoint;
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private void check() {
    Weights.check(source, config.shapes(), clipNames());
    if (holdsClip()) {
      openClip().check();
    }
  }

  private Set<String> clipNames() {
    Set<String> names = new HashSet<>();
    for (String name : source.tensors().keySet()) {
      if (name.startsWith(DglNames.CLIP) && !config.shapes().containsKey(name)) {
        names.add(name);
      }
    }
    return names;
  }

  public DglConfig config() {
    return config;
  }

  /** Whether the CLIP that the prompts were learned on is in the file. */
  public boolean holdsClip() {
    return !clipNames().isEmpty();
  }

  /** That CLIP under OpenAI's names; closing it closes the file. */
  public ClipCheckpoint openClip() {
    DerivedTensors clip = new DerivedTensors(source);
    clipNames().stream()
        .sorted()
        .forEach(name -> clip.rename(name, name.substring(DglNames.CLIP.length())));
    return ClipCheckpoint.of(clip, Activation.QUICK_GELU);
  }

  /**
   * Puts the prompts on a CLIP.
   *
   * @param clip on which they were learned
   * @param manager owns the prompts
   * @throws WeightsException when they were learned on another CLIP
   */
  public Dgl load(Clip clip, NDManager manager) {
    try {
      config.check(clip.config());
    } catch (IllegalArgumentException e) {
      throw new WeightsException(source.origin(), String.valueOf(e.getMessage()), e);
    }
    if (holdsClip()) {
      compare(clip, manager);
    }
    return new Dgl(clip, config, Weights.load(source, config.shapes(), clipNames(), manager));
  }

  private void compare(Clip clip, NDManager manager) {
    List<String> differing = new ArrayList<>();
    try (NDManager scope = manager.newSubManager()) {
      openClip()
          .load(scope)
          .weights()
          .all()
          .forEach(
              (name, theirs) -> {
                NDArray ours = clip.weights().all().get(name);
                if (ours == null || !same(ours, theirs)) {
                  differing.add(name);
                }
              });
    }
    if (!differing.isEmpty()) {
      throw new WeightsException(
          source.origin(),
          "its prompts were learned on another CLIP: %d of its tensors differ, %s the first"
              .formatted(differing.size(), differing.get(0)));
    }
  }

  private static boolean same(NDArray ours, NDArray theirs) {
    if (!ours.getShape().equals(theirs.getShape())) {
      return false;
    }
    return Scopes.call(
        () -> {
          float largest = theirs.abs().max().getFloat();
          return ours.sub(theirs).abs().max().getFloat() <= SAME * largest;
        });
  }

  /**
   * Writes prompts as {@link #open} reads them, without their CLIP.
   *
   * @param file appears whole or not at all
   */
  public static void write(Path file, Dgl dgl) throws IOException {
    SafetensorsWriter.write(file, dgl.weights().all(), DataType.FLOAT32);
  }

  @Override
  public void close() {
    source.close();
  }
}
