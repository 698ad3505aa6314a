package dev.attune.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.icons.Concepts;
import dev.attune.dataset.icons.HardSelection;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipPreprocess;
import dev.attune.method.gradient.Softmax;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.RgbImage;
import dev.attune.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Picks the samples of {@code icons-hard} with a model that is neither policy nor judge. */
@Command(
    name = "hard-set",
    description = "Picks the samples of icons-hard: those that a third model gets wrong.",
    mixinStandardHelpOptions = true)
final class TrainHardCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      description = "weights of icons-clip-third, as train clip wrote them")
  private Path model = Path.of("");

  @Option(names = "--out", required = true, description = "the list to write, icons-hard.txt")
  private Path out = Path.of("");

  @Option(names = "--size", description = "samples at most (${DEFAULT-VALUE})")
  private int size = 1000;

  @Option(names = "--candidates", description = "pictures to look at at most (${DEFAULT-VALUE})")
  private int candidates = 20_000;

  @Override
  public Integer call() throws IOException {
    CommandEngine.start();
    try (NDManager manager = NDManager.newBaseManager();
        SafetensorsFile file = SafetensorsFile.open(model)) {
      Clip clip = Clip.load(file, Activation.QUICK_GELU, manager);
      List<String> prompts =
          Concepts.get().names().stream().map(n -> "a photo of a " + n + ".").toList();
      NDArray text;
      try (TextTokenizer tokenizer = BuiltInTokenizer.load(clip.config().contextLength())) {
        text = clip.textFeatures(manager, tokenizer.encodeAll(prompts));
      }
      int[] accepted = HardSelection.select(p -> classify(clip, text, p), size, candidates);
      HardSelection.write(out, accepted);
      System.out.printf(Locale.ROOT, "wrote %d samples to %s%n", accepted.length, out);
    }
    return 0;
  }

  private static int[] classify(Clip clip, NDArray text, List<RgbImage> pictures) {
    int resolution = clip.config().resolution();
    int length = 3 * resolution * resolution;
    float[] pixels = new float[pictures.size() * length];
    for (int i = 0; i < pictures.size(); i++) {
      float[] picture = ClipPreprocess.of(pictures.get(i), resolution);
      System.arraycopy(picture, 0, pixels, i * length, length);
    }
    try (NDManager scope = text.getManager().newSubManager()) {
      Shape shape = new Shape(pictures.size(), 3, resolution, resolution);
      NDArray images = Nn.fromHost(scope, pixels, shape);
      float[] logits = clip.imageFeatures(images).matMul(text.transpose()).toFloatArray();
      int classes = logits.length / pictures.size();
      int[] best = new int[pictures.size()];
      for (int i = 0; i < best.length; i++) {
        best[i] = Softmax.topK(logits, i * classes, classes, 1)[0];
      }
      return best;
    }
  }
}
