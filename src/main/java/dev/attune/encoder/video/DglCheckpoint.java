package dev.attune.encoder.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.model.Activation;
import dev.attune.weights.DerivedTensors;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * A file of DGL's prompts under their published names: safetensors of ours, or what the original
 * program saved, which holds its CLIP beside them. What it is its content says, not its name.
 */
public final class DglCheckpoint implements AutoCloseable {
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
    return open(WeightFiles.open(file));
  }

  /** As above; closing it closes the source. */
  public static DglCheckpoint open(TensorSource source) {
    try {
      DglCheckpoint checkpoint = new DglCheckpoint(source, DglConfig.infer(source));
      checkpoint.check();
      return checkpoint;
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** Whether tensors are such prompts, by their names. */
  public static boolean isIn(TensorSource source) {
    return source.tensors().containsKey(DglNames.GLOBALS);
  }

  private void check() {
    Weights.check(source, config.shapes(), clipNames());
    if (holdsClip()) {
      openClip().check();
      checkFits(openClip().config());
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
    checkFits(clip.config());
    if (holdsClip()) {
      compare(clip);
    }
    return new Dgl(clip, config, Weights.load(source, config.shapes(), clipNames(), manager));
  }

  /**
   * Throws unless the prompts are for a CLIP of such sizes.
   *
   * @throws WeightsException that names the size which differs
   */
  public void checkFits(ClipConfig clip) {
    try {
      config.check(clip);
    } catch (IllegalArgumentException e) {
      throw new WeightsException(source.origin(), String.valueOf(e.getMessage()), e);
    }
  }

  private void compare(Clip clip) {
    Map<String, NDArray> ours = clip.weights().all();
    compare(
        ours.keySet(),
        name -> info(Objects.requireNonNull(ours.get(name))),
        name -> Objects.requireNonNull(ours.get(name)).toByteBuffer());
  }

  private static TensorInfo info(NDArray array) {
    return new TensorInfo(array.getDataType(), array.getShape());
  }

  /**
   * Throws where the CLIP in the file is another one; no engine is needed.
   *
   * @throws WeightsException when they differ
   */
  public void compare(ClipCheckpoint clip) {
    TensorSource ours = clip.tensors();
    compare(
        ours.tensors().keySet(),
        name -> Objects.requireNonNull(ours.tensors().get(name)),
        ours::read);
  }

  private void compare(
      Set<String> names, Function<String, TensorInfo> infos, Function<String, ByteBuffer> values) {
    TensorSource theirs = openClip().tensors();
    List<String> differing = new ArrayList<>();
    for (String name : openClip().config().shapes().keySet()) {
      TensorInfo info = Objects.requireNonNull(theirs.tensors().get(name)); // it was checked
      if (!names.contains(name)
          || !Likeness.same(infos.apply(name), values.apply(name), info, theirs.read(name))) {
        differing.add(name);
      }
    }
    if (!differing.isEmpty()) {
      throw new WeightsException(
          source.origin(),
          "its prompts were learned on another CLIP: %d of its tensors differ, %s the first"
              .formatted(differing.size(), differing.get(0)));
    }
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
