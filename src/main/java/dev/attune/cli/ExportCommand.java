package dev.attune.cli;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.attune.encoder.clip.CheckpointWriter;
import dev.attune.encoder.clip.Checkpoints;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.model.Activation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a CLIP of any format that is read in another one. */
@Command(
    name = "export",
    description = "Writes a CLIP in another format.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private static final Map<String, DataType> TYPES =
      Map.of("fp16", DataType.FLOAT16, "fp32", DataType.FLOAT32);
  private static final Map<String, Activation> ACTIVATIONS =
      Map.of("quick-gelu", Activation.QUICK_GELU, "gelu", Activation.GELU);

  @Option(names = "--model", required = true, description = "weights, or a folder with a model")
  private Path model = Path.of("");

  @Option(names = "--format", required = true, description = "openai-pt, huggingface or openclip")
  private String format = "";

  @Option(names = "--out", required = true, description = "folder for the files")
  private Path out = Path.of("");

  @Option(names = "--type", description = "fp16 or fp32 (${DEFAULT-VALUE})")
  private String type = "fp16";

  @Option(
      names = "--activation",
      description = "quick-gelu or gelu, where no configuration beside the weights tells it")
  private @Nullable String activation;

  @Spec private picocli.CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandEngine.start();
    CheckpointWriter writer =
        Arrays.stream(CheckpointWriter.values())
            .filter(w -> w.toString().equals(format))
            .findFirst()
            .orElseThrow(() -> bad("--format", format));
    DataType stored = TYPES.get(type);
    if (stored == null) {
      throw bad("--type", type);
    }
    Activation told = activation == null ? null : ACTIVATIONS.get(activation);
    if (activation != null && told == null) {
      throw bad("--activation", activation);
    }
    try (ClipCheckpoint checkpoint = Checkpoints.open(model, told);
        NDManager manager = NDManager.newBaseManager()) {
      writer.write(checkpoint.load(manager), out, stored);
    }
    System.out.println("wrote " + out);
    return 0;
  }

  private ParameterException bad(String option, String value) {
    return new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "%s: there is no %s".formatted(option, value));
  }
}
