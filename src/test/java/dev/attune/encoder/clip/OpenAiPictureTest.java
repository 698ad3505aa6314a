package dev.attune.encoder.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.RgbImage;
import dev.attune.weights.FileSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * The example of OpenAI's own README, with OpenAI's weights and picture. Neither is in the
 * repository: it runs where ViT-B/32 is installed as {@code clip-vit-b32} under {@code
 * attune.home}, with {@code CLIP.png} in the same folder, and says so where it is not.
 */
class OpenAiPictureTest {
  private static final Path FOLDER =
      Path.of(
          System.getProperty(
              "attune.home", Path.of(System.getProperty("user.home"), ".attune").toString()),
          "models",
          "clip-vit-b32");

  @Test
  void theDiagramIsADiagram() throws IOException {
    Path picture = FOLDER.resolve("CLIP.png");
    if (!Files.exists(picture) || !Files.exists(FOLDER.resolve("ViT-B-32.pt"))) {
      System.out.println(
          "NOT RUN: OpenAI's CLIP.png example; it needs ViT-B-32.pt and CLIP.png in " + FOLDER);
      return;
    }
    try (NDManager manager = NDManager.newBaseManager();
        ClipCheckpoint checkpoint = Checkpoints.open(FOLDER.resolve("ViT-B-32.pt"));
        TextTokenizer tokenizer =
            ClipTokenizer.load(
                new ByteArrayInputStream(ClipTokenizerFiles.json(FileSource.in(FOLDER))), 77)) {
      Clip clip = checkpoint.load(manager);
      int r = clip.config().resolution();
      float[] pixels = ClipPreprocess.of(RgbImage.of(ImageIO.read(picture.toFile())), r);
      NDArray image = clip.imageFeatures(Nn.fromHost(manager, pixels, new Shape(1, 3, r, r)));
      NDArray text =
          clip.textFeatures(manager, tokenizer.encodeAll(List.of("a diagram", "a dog", "a cat")));
      float[] probabilities =
          image.matMul(text.transpose()).mul(clip.logitScale()).softmax(-1).toFloatArray();
      assertThat(probabilities[0]).isCloseTo(0.9928f, within(2e-3f));
      assertThat(probabilities[1]).isCloseTo(0.0042f, within(1e-3f));
      assertThat(probabilities[2]).isCloseTo(0.0030f, within(1e-3f));
    }
  }
}
