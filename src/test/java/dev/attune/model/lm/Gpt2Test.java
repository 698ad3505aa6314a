package dev.attune.model.lm;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GPT-2 under Hugging Face's names, against the formulas written out number by number. */
class Gpt2Test {
  private static final LmConfig CONFIG = new LmConfig(LmFamily.GPT2, 11, 8, 2, 2, 32, 12);
  private static final int W = CONFIG.width();

  @TempDir Path folder;
  private NDManager manager = NDManager.newBaseManager();
  private final Map<String, NDArray> tensors = new LinkedHashMap<>();
  private final Map<String, float[]> values = new LinkedHashMap<>();

  @BeforeEach
  void draw() {
    manager = NDManager.newBaseManager();
    Random random = new Random(1);
    LmFamily.GPT2
        .names()
        .shapes(CONFIG, "transformer.")
        .forEach(
            (name, shape) -> {
              float[] drawn = new float[(int) shape.size()];
              for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (float) (0.5 * random.nextGaussian());
              }
              values.put(name.substring("transformer.".length()), drawn);
              tensors.put(name, manager.create(drawn, shape));
            });
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void computesWhatTheFormulasSay() throws IOException {
    // what files hold beside the tensors: a constant mask
    tensors.put("transformer.h.0.attn.bias", manager.ones(new Shape(1, 1, 12, 12)));
    CausalLm lm = load();
    long[] ids = {3, 0, 7, 10, 3};
    NDArray embedded = lm.embed(manager, ids, new Shape(1, ids.length));
    NDArray logits = lm.logits(lm.hidden(embedded, TokenMask.full(1, ids.length)));
    assertClose("logits", logits.toFloatArray(), expected(ids), 1e-4, 1e-4);
  }

  @Test
  void namesMissingAndLeftOverAreListed() {
    tensors.remove("transformer.h.1.mlp.c_fc.bias");
    tensors.put("transformer.h.2.ln_1.weight", manager.ones(new Shape(W)));
    assertThatThrownBy(this::load)
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("misses transformer.h.1.mlp.c_fc.bias")
        .hasMessageContaining("has the unknown tensor transformer.h.2.ln_1.weight");
  }

  private CausalLm load() throws IOException {
    Path file = folder.resolve("gpt2.safetensors");
    SafetensorsWriter.write(file, tensors, DataType.FLOAT32);
    try (SafetensorsFile source = SafetensorsFile.open(file)) {
      return CausalLm.load(source, CONFIG, manager);
    }
  }

  private float[] expected(long[] ids) {
    double[][] x = new double[ids.length][W];
    for (int t = 0; t < ids.length; t++) {
      for (int i = 0; i < W; i++) {
        x[t][i] = of("wte.weight")[(int) ids[t] * W + i] + of("wpe.weight")[t * W + i];
      }
    }
    for (int layer = 0; layer < CONFIG.layers(); layer++) {
      String h = "h." + layer + ".";
      double[][] qkv = linear(norm(x, h + "ln_1"), h + "attn.c_attn");
      x = add(x, linear(attend(qkv), h + "attn.c_proj"));
      double[][] hidden = linear(norm(x, h + "ln_2"), h + "mlp.c_fc");
      for (double[] row : hidden) {
        for (int i = 0; i < row.length; i++) {
          double u = row[i];
          row[i] = 0.5 * u * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (u + 0.044715 * u * u * u)));
        }
      }
      x = add(x, linear(hidden, h + "mlp.c_proj"));
    }
    double[][] last = norm(x, "ln_f");
    float[] logits = new float[ids.length * CONFIG.vocabSize()];
    for (int i = 0; i < logits.length; i++) {
      double[] row = last[i / CONFIG.vocabSize()];
      int token = i % CONFIG.vocabSize();
      for (int j = 0; j < W; j++) {
        logits[i] += (float) (row[j] * of("wte.weight")[token * W + j]);
      }
    }
    return logits;
  }

  private static double[][] attend(double[][] qkv) {
    double[][] out = new double[qkv.length][W];
    int d = W / CONFIG.heads();
    for (int head = 0; head < CONFIG.heads(); head++) {
      for (int t = 0; t < qkv.length; t++) {
        double[] weights = new double[t + 1];
        double sum = 0;
        for (int s = 0; s <= t; s++) {
          double score = 0;
          for (int i = head * d; i < (head + 1) * d; i++) {
            score += qkv[t][i] * qkv[s][W + i];
          }
          weights[s] = Math.exp(score / Math.sqrt(d));
          sum += weights[s];
        }
        for (int s = 0; s <= t; s++) {
          for (int i = head * d; i < (head + 1) * d; i++) {
            out[t][i] += weights[s] / sum * qkv[s][2 * W + i];
          }
        }
      }
    }
    return out;
  }

  /** With weights (in, out). */
  private double[][] linear(double[][] x, String layer) {
    float[] weight = of(layer + ".weight");
    float[] bias = of(layer + ".bias");
    double[][] out = new double[x.length][bias.length];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < bias.length; o++) {
        out[t][o] = bias[o];
        for (int i = 0; i < x[t].length; i++) {
          out[t][o] += x[t][i] * weight[i * bias.length + o];
        }
      }
    }
    return out;
  }

  private double[][] norm(double[][] x, String layer) {
    double[][] out = new double[x.length][W];
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      double square = 0;
      for (double v : x[t]) {
        mean += v / W;
        square += v * v / W;
      }
      double deviation = Math.sqrt(square - mean * mean + 1e-5);
      for (int i = 0; i < W; i++) {
        out[t][i] =
            (x[t][i] - mean) / deviation * of(layer + ".weight")[i] + of(layer + ".bias")[i];
      }
    }
    return out;
  }

  private static double[][] add(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][W];
    for (int t = 0; t < a.length; t++) {
      for (int i = 0; i < W; i++) {
        sum[t][i] = a[t][i] + b[t][i];
      }
    }
    return sum;
  }

  private float[] of(String name) {
    return Objects.requireNonNull(values.get(name));
  }
}
