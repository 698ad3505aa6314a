package dev.attune.model.lm;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.MadeWeights;
import dev.attune.weights.WeightFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * OPT-350M's two peculiarities, together and alone, at reduced size: the first and the last token's
 * logits that transformers 5.24 gave for the same weights.
 */
class OptVariantsTest {
  private static final long[] IDS = {2, 3, 7, 10, 3};
  private static final int V = 11;

  /** Blocks that normalise their sums; embeddings that are narrower than the blocks. */
  enum Variant {
    OPT_350M(
        12,
        true,
        new float[] {
          -0.555505f,
          0.322203f,
          0.635242f,
          -0.202559f,
          0.323439f,
          0.177721f,
          -0.290801f,
          -0.134132f,
          1.340318f,
          0.301170f,
          0.491232f
        },
        new float[] {
          -0.655514f,
          -0.173015f,
          0.924951f,
          -0.142030f,
          0.043433f,
          0.223122f,
          0.099076f,
          -0.120111f,
          1.159801f,
          0.134598f,
          0.390814f
        }),
    POST_NORM(
        16,
        true,
        new float[] {
          -1.264673f,
          -0.605476f,
          0.297910f,
          -0.422110f,
          -0.944405f,
          -1.186534f,
          0.346010f,
          0.438065f,
          -0.263861f,
          -0.367508f,
          0.602828f
        },
        new float[] {
          -1.678829f,
          -1.037406f,
          0.179438f,
          0.743106f,
          0.089258f,
          -1.989880f,
          0.268424f,
          -0.655097f,
          -0.541083f,
          0.132412f,
          -0.420681f
        }),
    PROJECTED(
        12,
        false,
        new float[] {
          -0.548369f,
          0.682880f,
          0.005746f,
          -0.396196f,
          0.714791f,
          0.047478f,
          -0.959521f,
          -0.178898f,
          1.212546f,
          0.610760f,
          0.456550f
        },
        new float[] {
          -0.767973f,
          0.361955f,
          0.053606f,
          0.314009f,
          0.022422f,
          0.445852f,
          -0.358620f,
          -0.026131f,
          0.843923f,
          1.208234f,
          0.467635f
        });

    private final int embedding;
    private final boolean postNorm;
    private final float[] first;
    private final float[] last;

    Variant(int embedding, boolean postNorm, float[] first, float[] last) {
      this.embedding = embedding;
      this.postNorm = postNorm;
      this.first = first;
      this.last = last;
    }
  }

  @TempDir private Path folder;

  private CausalLm made(Variant variant, NDManager manager) throws IOException {
    String config =
        """
        {"model_type": "opt", "vocab_size": 11, "hidden_size": 16, "num_hidden_layers": 2,
         "num_attention_heads": 2, "ffn_dim": 20, "max_position_embeddings": 12,
         "word_embed_proj_dim": %d, "do_layer_norm_before": %s}
        """
            .formatted(variant.embedding, !variant.postNorm);
    MadeWeights.write(
        folder,
        "model.safetensors",
        CausalLm.shapes(
            new LmConfig(LmFamily.OPT, V, 16, 2, 2, 20, 12, variant.embedding, variant.postNorm)));
    Files.writeString(folder.resolve("config.json"), config);
    return opened(manager);
  }

  private CausalLm opened(NDManager manager) throws IOException {
    byte[] config =
        Files.readString(folder.resolve("config.json")).getBytes(StandardCharsets.UTF_8);
    try (LmCheckpoint checkpoint =
        LmCheckpoint.open(
            WeightFiles.open(folder.resolve("model.safetensors")),
            new ByteArrayInputStream(config))) {
      checkpoint.check();
      return checkpoint.load(manager);
    }
  }

  @ParameterizedTest
  @EnumSource
  void logitsAreThoseOfTransformers(Variant variant) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = made(variant, manager);
      check(variant, logits(lm, manager));
      NDArray all = lm.embed(manager, IDS, new Shape(1, IDS.length));
      CausalLm.PrefixState prefix = lm.prefix(all.get(new NDIndex(":, :3")));
      NDArray rest = all.get(new NDIndex(":, 3:"));
      NDArray behind = lm.hiddenBehind(prefix, rest, TokenMask.full(1, 2)).get(":, 1");
      assertClose("after a prefix", lm.logits(behind).toFloatArray(), variant.last, 1e-4, 2e-5);
      OptWriter.write(lm, folder, DataType.FLOAT32);
      check(variant, logits(opened(manager), manager));
    }
  }

  private static float[] logits(CausalLm lm, NDManager manager) {
    NDArray embedded = lm.embed(manager, IDS, new Shape(1, IDS.length));
    return lm.logits(lm.hidden(embedded, TokenMask.full(1, IDS.length))).toFloatArray();
  }

  private static void check(Variant variant, float[] logits) {
    assertThat(logits).hasSize(IDS.length * V);
    assertClose("first", Arrays.copyOf(logits, V), variant.first, 1e-4, 2e-5);
    float[] last = Arrays.copyOfRange(logits, logits.length - V, logits.length);
    assertClose("last", last, variant.last, 1e-4, 2e-5);
  }
}
