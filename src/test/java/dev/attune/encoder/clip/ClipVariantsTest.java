package dev.attune.encoder.clip;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.MadeWeights;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TorchWriter;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CLIPs as people have them: configurations that leave out what has a default, MLPs of other
 * widths, weights in shards or with a wrapper's names. The first values of normalised features are
 * those of transformers 5.24 (with its Pillow classes) and OpenCLIP 3.3 for the same weights.
 */
class ClipVariantsTest {
  private static final String CONFIG = "config.json";
  private static final String OPEN_CONFIG = "open_clip_config.json";
  private static final float[] DEFAULTS = {.795879f, -.103263f, -.140832f, -.102221f, -.242543f};

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "||256|384||.795879,-.103263,-.140832,-.102221,-.242543,-.298024|-.519842,-.182329,-.015841|-.414027,.220362,.011262",
        "\"intermediate_size\": 100|\"intermediate_size\": 200|100|200||.445996,.116864,-.452748,-.133977,.41764,-.531934|-.623039,-.121712,-.150932|-.460269,.198821,-.260072",
        "\"hidden_act\": \"gelu\", \"num_attention_heads\": 4|\"hidden_act\": \"gelu\", \"num_attention_heads\": 6|256|384||.795208,-.003297,-.205766,-.174679,-.31858,-.249929|-.472096,-.071827,-.021616|-.408586,.20154,.023216",
        "\"hidden_act\": \"gelu_new\"|\"hidden_act\": \"gelu_new\"|256|384||.795498,-.105087,-.141312,-.102964,-.241258,-.297002|-.516328,-.18232,-.016088|-.411798,.219427,.010944",
        "|\"image_size\": 50|256|384|\"crop_size\": 50, \"size\": 50|.801017,-.124236,-.252081,-.15099,-.299243,-.17634|-.519842,-.182329,-.015841|-.414027,.220362,.011262",
        "||256|384|\"size\": {\"height\": 48, \"width\": 48}, \"do_center_crop\": false, \"resample\": 2, \"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [0.5, 0.5, 0.5]|.802604,-.122659,-.16545,-.152867,-.198002,-.195326|-.519842,-.182329,-.015841|-.414027,.220362,.011262",
      })
  void featuresAreThoseOfTransformers(
      String text,
      String vision,
      int textHidden,
      int visionHidden,
      String pictures,
      String image,
      String first,
      String second)
      throws IOException {
    MadeWeights.write(folder, "model.safetensors", MadeClip.huggingFace(textHidden, visionHidden));
    write(CONFIG, MadeClip.huggingFace(more(text), more(vision)));
    if (vision != null && vision.contains("image_size")) {
      write(CONFIG, Files.readString(folder.resolve(CONFIG)).replace("\"image_size\": 48,", ""));
    }
    if (pictures != null) {
      write("preprocessor_config.json", "{" + pictures + "}");
    }
    check(image, first, second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|256|384||\"head_width\": 32||.255007,-.113251,.056925,-.37082,-.038401,.013737|-.4166,.19399,.266106|-.304839,.151278,.008445",
        "\"quick_gelu\": true|128|472|\"mlp_ratio\": 2.0, \"heads\": 2|\"mlp_ratio\": 4.9231, \"head_width\": 48||-.183859,.051489,-.055323,.533247,.366803,-.068003|-.035524,.455452,.07176|-.385254,.100017,.123804",
        "|128|480|\"mlp_ratio\": 2.0, \"heads\": 2|\"mlp_ratio\": 5.0, \"head_width\": 48||.181174,-.162674,.022585,-.511428,-.09603,.113853|-.039009,.459586,.076062|-.384759,.102602,.120931",
        "|256|384||\"head_width\": 32|\"resize_mode\": \"squash\", \"interpolation\": \"bilinear\", \"mean\": [0.5, 0.5, 0.5], \"std\": [0.5, 0.5, 0.5]|-.189421,-.563769,.192074,-.201644,-.604448,-.152568|-.4166,.19399,.266106|-.304839,.151278,.008445",
      })
  void featuresAreThoseOfOpenClip(
      String model,
      int textHidden,
      int visionHidden,
      String text,
      String vision,
      String pictures,
      String image,
      String first,
      String second)
      throws IOException {
    MadeWeights.write(
        folder, "open_clip_model.safetensors", MadeClip.openAi(textHidden, visionHidden));
    write(
        OPEN_CONFIG,
        MadeClip.openClip(more(model), more(text), more(vision), pictures == null ? "" : pictures));
    check(image, first, second);
  }

  private static String more(String fields) {
    return fields == null ? "" : ", " + fields;
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }

  private void check(String image, String... texts) {
    try (NDManager manager = NDManager.newBaseManager();
        ClipCheckpoint checkpoint = Checkpoints.open(folder)) {
      checkpoint.check();
      Clip clip = checkpoint.load(manager);
      assertClose("image", start(image(clip, manager), image), floats(image), 1e-4, 2e-5);
      NDArray features = clip.textFeatures(manager, MadeClip.TOKENS);
      for (int i = 0; i < texts.length; i++) {
        float[] made = start(features.get(i).toFloatArray(), texts[i]);
        assertClose("text " + i, made, floats(texts[i]), 1e-4, 2e-5);
      }
    }
  }

  private static float[] image(Clip clip, NDManager manager) {
    int side = clip.resolution();
    float[] values = clip.preprocess().of(MadeWeights.picture());
    return clip.imageFeatures(Nn.fromHost(manager, values, new Shape(1, 3, side, side)))
        .toFloatArray();
  }

  private static float[] start(float[] features, String expected) {
    assertThat(features.length % 12).isZero();
    return Arrays.copyOf(features, floats(expected).length);
  }

  private static float[] floats(String numbers) {
    double[] values = Arrays.stream(numbers.split(",")).mapToDouble(Double::parseDouble).toArray();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Opens what lies in the folder, and expects the first model's features. */
  private void checkDefaults() {
    try (NDManager manager = NDManager.newBaseManager();
        ClipCheckpoint checkpoint = Checkpoints.open(folder)) {
      checkpoint.check();
      float[] made = image(checkpoint.load(manager), manager);
      assertClose("image", Arrays.copyOf(made, DEFAULTS.length), DEFAULTS, 1e-4, 2e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model-%d.safetensors", "pytorch_model-%d.bin"})
  void shardsAreFoundByTheirIndex(String pattern) throws IOException {
    write(CONFIG, MadeClip.huggingFace("", ""));
    write("training_args.bin", "of a training, and no weights");
    shards(pattern);
    checkDefaults();
  }

  private void shards(String pattern) throws IOException {
    Map<String, String> homes = new TreeMap<>();
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> all = MadeWeights.tensors(manager, MadeClip.huggingFace(256, 384));
      for (int i = 1; i <= 2; i++) {
        String file = pattern.formatted(i);
        Map<String, NDArray> shard = new LinkedHashMap<>();
        boolean first = i == 1;
        all.forEach(
            (name, tensor) -> {
              if (name.startsWith("text") == first) {
                shard.put(name, tensor);
                homes.put('"' + name + '"', '"' + file + '"');
              }
            });
        save(file, shard);
      }
    }
    String map = homes.toString().replace('=', ':');
    write(pattern.replace("-%d", "") + ".index.json", "{\"weight_map\": " + map + "}");
  }

  private void save(String file, Map<String, NDArray> tensors) throws IOException {
    if (file.endsWith(".safetensors")) {
      SafetensorsWriter.write(folder.resolve(file), tensors, DataType.FLOAT32);
    } else {
      TorchWriter.write(folder.resolve(file), tensors, DataType.FLOAT32);
    }
  }

  @Test
  void ofTwoModelsTheOneWithItsConfigurationIsTaken() throws IOException {
    MadeWeights.write(folder, "model.safetensors", MadeClip.huggingFace(256, 384));
    MadeWeights.write(folder, "open_clip_model.safetensors", MadeClip.openAi(256, 384));
    assertThatThrownBy(() -> Checkpoints.open(folder)).hasMessageEndingWith("and holds 2");
    write(OPEN_CONFIG, MadeClip.openClip("", "", ", \"head_width\": 32", ""));
    check(".255007,-.113251", "-.4166,.19399");
    write(CONFIG, "{\"architecture\": \"vit_base_patch32_clip_224\"}"); // timm's
    check(".255007,-.113251", "-.4166,.19399");
    write(CONFIG, MadeClip.huggingFace("", ""));
    checkDefaults();
  }

  @ParameterizedTest
  @CsvSource({
    "model.safetensors, module.",
    "model.safetensors, _orig_mod.",
    "pytorch_model.bin, module._orig_mod.",
    "finetuned.pt, _orig_mod.module."
  })
  void namesOfWrappersAreTakenOff(String file, String wrapper) throws IOException {
    write(CONFIG, MadeClip.huggingFace("", ""));
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> wrapped = new LinkedHashMap<>();
      MadeWeights.tensors(manager, MadeClip.huggingFace(256, 384))
          .forEach((name, tensor) -> wrapped.put(wrapper + name, tensor));
      save(file, wrapped);
    }
    checkDefaults();
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "open_clip_config.json"})
  void aTemperatureMayHaveADimension(String config) throws IOException {
    boolean transformers = config.equals(CONFIG);
    Map<String, Shape> shapes =
        new LinkedHashMap<>(
            transformers ? MadeClip.huggingFace(256, 384) : MadeClip.openAi(256, 384));
    shapes.put("logit_scale", new Shape(1));
    MadeWeights.write(folder, "weights.safetensors", shapes);
    write(config, transformers ? MadeClip.huggingFace("", "") : MadeClip.openClip("", "", "", ""));
    try (NDManager manager = NDManager.newBaseManager();
        ClipCheckpoint checkpoint = Checkpoints.open(folder)) {
      checkpoint.check();
      Clip clip = checkpoint.load(manager);
      assertThat(clip.logitScale()).isEqualTo((float) Math.exp(2.5));
      assertThat(clip.similarity().scale()).isEqualTo((float) Math.exp(2.5));
    }
    shapes.put("logit_scale", new Shape(2));
    MadeWeights.write(folder, "weights.safetensors", shapes);
    try (ClipCheckpoint checkpoint = Checkpoints.open(folder)) {
      assertThatThrownBy(checkpoint::check)
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("logit_scale has shape (2), not ()");
    }
  }

  @Test
  void whatWasFineTunedFromOpenAisNeedsItsActivationSaid() throws IOException {
    MadeWeights.write(folder, "finetuned.safetensors", MadeClip.openAi(256, 384));
    assertThatThrownBy(() -> Checkpoints.open(folder))
        .hasMessageStartingWith("finetuned.safetensors: nothing tells its activation")
        .hasMessageContaining("card.json (activation: quick_gelu");
    try (ClipCheckpoint checkpoint = Checkpoints.open(folder, Activation.QUICK_GELU)) {
      checkpoint.check();
      assertThat(checkpoint.config().activation()).isEqualTo(Activation.QUICK_GELU);
    }
    MadeWeights.write(folder, "finetuned.safetensors", Map.of("classifier", new Shape(2)));
    assertThatThrownBy(() -> Checkpoints.open(folder))
        .hasMessage("finetuned.safetensors: is not a CLIP: it misses text_projection");
  }
}
