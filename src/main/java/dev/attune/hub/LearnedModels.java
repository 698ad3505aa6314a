package dev.attune.hub;

import dev.attune.method.StreamState;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes folders of models out of what runs learned: the start's files with other tensors, or what
 * was remembered.
 */
final class LearnedModels {
  private static final String WEIGHTS = "model.safetensors";

  private final ModelHub hub;
  private final ModelKinds kinds;

  LearnedModels(ModelHub hub, ModelKinds kinds) {
    this.hub = hub;
    this.kinds = kinds;
  }

  /**
   * Writes a model.
   *
   * @param state what the run learned
   * @param folder that does not exist yet
   * @throws HubException when it is nothing of the start's
   */
  void write(Learned learned, Path state, Path folder) throws IOException {
    try (SafetensorsFile saved = SafetensorsFile.open(state)) {
      if (saved.tensors().keySet().stream().anyMatch(n -> n.startsWith(StreamState.START))) {
        changed(learned, saved, folder);
      } else if (learned.classes() == null) {
        throw new WeightsException(learned.model(), "has none of the tensors in it");
      } else {
        remembered(learned, state, folder);
      }
    }
  }

  private void changed(Learned learned, SafetensorsFile saved, Path folder) throws IOException {
    hub.export(learned.model(), folder);
    ModelCard card = ModelCard.of(folder);
    ModelFolder files = new ModelFolder(folder, kinds);
    List<Path> replaced = WeightFiles.parts(files.weights(card));
    Path made = folder.resolve(WEIGHTS + ".made");
    String statistics;
    try (TensorSource start = kinds.named(card.kind()).tensors(files.of(card))) {
      Map<String, ByteBuffer> instead = new LinkedHashMap<>();
      statistics = null;
      for (Map.Entry<String, TensorInfo> e : saved.tensors().entrySet()) {
        if (e.getKey().startsWith(StreamState.START)) {
          String name = e.getKey().substring(StreamState.START.length());
          require(e.getValue(), start, name);
          instead.putAll(start.unmade(name, saved.read(e.getKey())));
          if (normalises(start, name)) {
            statistics = learned.batchNorm();
          }
        }
      }
      SafetensorsWriter.write(made, start.file(), instead);
    }
    for (Path part : replaced) {
      Files.delete(part);
    }
    Files.move(made, folder.resolve(WEIGHTS), StandardCopyOption.ATOMIC_MOVE);
    Learned known = learned.under(statistics);
    List<String> gone = replaced.stream().map(p -> String.valueOf(p.getFileName())).toList();
    new ModelCard(
            card.kind(),
            card.role(),
            known.description(false),
            card.licence(),
            source(learned, card.source()),
            WEIGHTS,
            card.activation(),
            card.captioner(),
            card.dgl(),
            card.defaults(),
            known,
            card.files().stream().filter(f -> !gone.contains(f.path())).toList())
        .write(folder);
  }

  private static void require(TensorInfo learned, TensorSource start, String name) {
    TensorInfo info = start.tensors().get(name);
    if (info == null || info.shape().size() != learned.shape().size()) {
      throw new WeightsException(
          start.origin(), "has no tensor %s of that shape, which was learned".formatted(name));
    }
  }

  /** Whether a tensor is an affine value or a statistic of a batch normalisation. */
  private static boolean normalises(TensorSource start, String name) {
    String layer = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    return start.tensors().containsKey(layer + ".running_mean");
  }

  private void remembered(Learned learned, Path state, Path folder) throws IOException {
    ModelInfo start = hub.catalog().find(learned.model()).orElseThrow();
    Files.createDirectories(folder);
    Files.copy(state, folder.resolve(WEIGHTS));
    new ModelCard(
            MemoryKind.NAME,
            "other",
            learned.description(true),
            start.licence(),
            source(learned, start.source()),
            WEIGHTS,
            null,
            null,
            null,
            Map.of(),
            learned,
            List.of())
        .write(folder);
  }

  private static String source(Learned learned, String start) {
    String run =
        learned.experiment() == null ? "a run" : "the run %s".formatted(learned.experiment());
    return "kept from %s of Attune; %s: %s".formatted(run, learned.model(), start);
  }
}
