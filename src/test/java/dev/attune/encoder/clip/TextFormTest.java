package dev.attune.encoder.clip;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.MadeWeights;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.clip.TextForm.Cleaning;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.text.TokenizerException;
import dev.attune.text.TokenizerJson;
import dev.attune.weights.FileSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Models that read texts in another way than CLIP, at reduced size: the tokens and the first values
 * of normalised features that OpenCLIP 3.3 and transformers 5.24 gave for the same weights.
 */
class TextFormTest {
  private static final String WEIGHTS = "open_clip_model.safetensors";
  private static final List<String> TEXTS =
      List.of("A photo of  a &lt;red&gt; sun!", "suns", "a a photo of a photo of a red sun", "");

  /** Padding has another id than what the separator becomes. */
  private static final String BERT =
      """
      {"version": "1.0", "added_tokens": %s,
       "normalizer": {"type": "BertNormalizer", "clean_text": true, "lowercase": true,
         "handle_chinese_chars": true, "strip_accents": null},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 4], "cls": ["[CLS]", 3]},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
         "max_input_chars_per_word": 100, "vocab": {"[unused0]": 0, "[PAD]": 1, "[UNK]": 2,
         "[CLS]": 3, "[SEP]": 4, "a": 5, "photo": 6, "of": 7, "red": 8, "sun": 9, "##s": 10,
         "<": 11, ">": 12, "!": 13}}}
      """;

  private static final String XLM =
      """
      {"version": "1.0", "added_tokens": %s,
       "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always"},
       "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0],
         "trim_offsets": true, "add_prefix_space": true},
       "model": {"type": "Unigram", "unk_id": 3, "vocab": [["<s>", 0.0], ["<pad>", 0.0],
         ["</s>", 0.0], ["<unk>", 0.0], ["\u2581", -3.0], ["\u2581A", -3.1], ["\u2581a", -3.2],
         ["\u2581photo", -3.3], ["\u2581of", -3.4], ["red", -3.5], ["\u2581sun", -3.6], ["s", -3.7],
         ["<", -3.8], [">", -3.9], ["\u2581red", -4.0]]}}
      """;

  private static final String CLIPA_CONFIG =
      """
      {"model_cfg": {"embed_dim": 12,
         "vision_cfg": {"image_size": 36, "layers": 2, "width": 24, "head_width": 8,
           "patch_size": 16, "no_ln_pre": true, "pool_type": "avg", "final_ln_after_pool": true},
         "text_cfg": {"context_length": 8, "vocab_size": 20, "hf_tokenizer_name": "bert",
           "tokenizer_kwargs": {"strip_sep_token": true}, "width": 16, "heads": 2, "layers": 2,
           "pool_type": "last", "no_causal_mask": true}},
       "preprocess_cfg": {"size": 36, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
         "interpolation": "bilinear", "resize_mode": "squash"}}
      """;

  private static final String META_CONFIG =
      """
      {"model_cfg": {"embed_dim": 12,
         "vision_cfg": {"image_size": 36, "layers": 2, "width": 24, "head_width": 8,
           "patch_size": 16},
         "text_cfg": {"context_length": 8, "vocab_size": 20, "hf_tokenizer_name": "xlm-v",
           "width": 16, "heads": 2, "layers": 2, "pool_type": "eos", "eos_id": 2}}}
      """;

  @TempDir private Path folder;
  private final ClipFamily family = new ClipFamily();

  /** The kinds of models. */
  enum Kind {
    CLIPA(
        BERT,
        List.of("[unused0]", "[PAD]", "[UNK]", "[CLS]", "[SEP]"),
        CLIPA_CONFIG,
        new TextForm(Cleaning.WHITESPACE, null, true, true),
        new long[][] {
          {3, 5, 6, 7, 5, 11, 8, 0},
          {3, 9, 10, 0, 1, 1, 1, 1},
          {3, 5, 5, 6, 7, 5, 6, 0},
          {3, 0, 1, 1, 1, 1, 1, 1}
        },
        new float[][] {
          {-0.191191f, 0.221485f, -0.165909f, 0.365417f},
          {0.175385f, 0.489752f, 0.143644f, -0.130005f},
          {-0.140645f, 0.213793f, 0.043511f, 0.320817f},
          {0.204632f, 0.324344f, 0.267608f, -0.357780f}
        },
        new float[] {0.220770f, -0.567212f, 0.182670f, 0.283051f}),
    META_CLIP_2(
        XLM,
        List.of("<s>", "<pad>", "</s>", "<unk>"),
        META_CONFIG,
        new TextForm(Cleaning.WHITESPACE, 2, false, false),
        new long[][] {{0, 5, 7, 8, 6, 4, 12, 2}, {0, 10, 11, 2}, {0, 6, 6, 7, 8, 6, 7, 2}, {0, 2}},
        new float[][] {
          {0.191838f, 0.340497f, 0.025719f, -0.002042f},
          {0.112995f, 0.363386f, -0.239849f, 0.132597f},
          {0.231958f, 0.253907f, 0.162987f, -0.090460f},
          {0.239176f, 0.287843f, -0.060031f, -0.203865f}
        },
        new float[] {0.163483f, -0.173954f, -0.392837f, 0.607480f});

    private final String tokenizer;
    private final List<String> special;
    private final String config;
    private final TextForm form;
    private final long[][] ids;
    private final float[][] texts;
    private final float[] picture;

    Kind(
        String tokenizer,
        List<String> special,
        String config,
        TextForm form,
        long[][] ids,
        float[][] texts,
        float[] picture) {
      this.tokenizer = tokenizer;
      this.special = special;
      this.config = config;
      this.form = form;
      this.ids = ids;
      this.texts = texts;
      this.picture = picture;
    }

    private String json() {
      List<Map<String, Object>> added =
          IntStream.range(0, special.size())
              .mapToObj(i -> TokenizerJson.added(special.get(i), i))
              .toList();
      return tokenizer.formatted(JsonMapper.shared().writeValueAsString(added));
    }

    private ClipConfig shape() {
      VisionConfig.Vit vision = new VisionConfig.Vit(24, 2, 3, 16, 96, this == CLIPA);
      return new ClipConfig(vision, 36, 12, 8, 20, 16, 2, 2, Activation.GELU, 64, form);
    }
  }

  private ModelFiles made(Kind kind) throws IOException {
    MadeWeights.write(folder, WEIGHTS, kind.shape().shapes());
    Files.writeString(folder.resolve("open_clip_config.json"), kind.config);
    Files.writeString(folder.resolve("tokenizer.json"), kind.json());
    return new ModelFiles(
        () -> WeightFiles.open(folder.resolve(WEIGHTS)), FileSource.in(folder), null);
  }

  @ParameterizedTest
  @EnumSource
  void tokensAndFeaturesAreThoseOfOpenClip(Kind kind) throws IOException {
    ModelFiles files = made(kind);
    assertThat(family.whyNot(files)).isEmpty();
    assertThat(family.inspect(files)).containsExactly("tokenizer.json", "open_clip_config.json");
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder clip = family.load(files, manager);
      assertThat(((Clip) clip).config()).isEqualTo(kind.shape());
      long[][] tokens = clip.tokenizer().encodeAll(TEXTS);
      assertThat(tokens).isDeepEqualTo(kind.ids);
      assertThat(TEXTS.stream().map(clip.tokenizer()::isCut))
          .containsExactly(true, false, true, false);
      assertFeatures(manager, clip, tokens, kind.texts, kind.picture);
    }
  }

  /** The same network; what differs is that transformers' tokeniser gets texts as they are. */
  @Test
  void huggingFacesMetaClip2IsReadToo() throws IOException {
    ModelFiles plain = made(Kind.META_CLIP_2);
    Files.writeString(
        folder.resolve("open_clip_config.json"),
        META_CONFIG
            .replace("\"hf_tokenizer_name\": \"xlm-v\",", "")
            .replace("\"eos\"", "\"argmax\""));
    Path theirs = folder.resolve("hf");
    try (NDManager manager = NDManager.newBaseManager();
        ClipCheckpoint checkpoint = Checkpoints.open(plain)) {
      CheckpointWriter.HUGGING_FACE.write(checkpoint.load(manager), theirs, DataType.FLOAT32);
    }
    Path config = theirs.resolve("config.json");
    String clips = Files.readString(config);
    Files.writeString(
        config,
        clips
            .replace("\"clip\"", "\"metaclip_2\"")
            .replace("\"eos_token_id\" : 19", "\"eos_token_id\" : 2"));
    Files.writeString(theirs.resolve("tokenizer.json"), Kind.META_CLIP_2.json());
    ModelFiles files =
        new ModelFiles(
            () -> WeightFiles.open(theirs.resolve("model.safetensors")),
            FileSource.in(theirs),
            null);
    assertThat(family.inspect(files))
        .containsExactly("tokenizer.json", "config.json", "preprocessor_config.json");
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder clip = family.load(files, manager);
      long[][] tokens = clip.tokenizer().encodeAll(TEXTS);
      float[][] expected = Kind.META_CLIP_2.texts.clone();
      long[][] ids = Kind.META_CLIP_2.ids.clone();
      ids[0] = new long[] {0, 5, 7, 8, 4, 6, 4, 2};
      expected[0] = new float[] {0.191432f, 0.362598f, 0.012201f, 0.138175f};
      assertThat(tokens).isDeepEqualTo(ids);
      assertFeatures(manager, clip, tokens, expected, Kind.META_CLIP_2.picture);
    }
    Files.writeString(config, clips.replace("\"clip\"", "\"metaclip_2\""));
    assertThatThrownBy(() -> family.inspect(files))
        .isInstanceOf(TokenizerException.class)
        .hasMessage("tokenizer.json: ends a text with the id 2, and the model with 19");
  }

  private static void assertFeatures(
      NDManager manager, Encoder clip, long[][] tokens, float[][] texts, float[] picture) {
    NDArray features = clip.textFeatures(manager, tokens);
    for (int i = 0; i < tokens.length; i++) {
      assertClose("text " + i, first(features.get(i)), texts[i], 1e-5, 2e-6);
    }
    NDArray pixels =
        Nn.fromHost(manager, clip.preprocess().of(MadeWeights.picture()), new Shape(1, 3, 36, 36));
    assertClose("picture", first(clip.imageFeatures(pixels)), picture, 1e-5, 2e-6);
  }

  private static float[] first(NDArray features) {
    assertThat(features.size()).isEqualTo(12);
    return Arrays.copyOf(features.toFloatArray(), 4);
  }

  @ParameterizedTest
  @EnumSource
  void aPromptsOwnWordsAreItsFirstContextBehindTheStartToken(Kind kind) throws IOException {
    ModelFiles files = made(kind);
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder clip = family.load(files, manager);
      long[][] tokens = clip.tokenizer().encodeAll(List.of("a photo of a sun", "a photo of a red"));
      NDArray context = clip.text().contextOf(manager, tokens[0], 3);
      assertClose(
          "prompt",
          clip.text().prompts(manager, tokens, 3).encode(context).toFloatArray(),
          clip.text().encode(manager, tokens).toFloatArray(),
          1e-5,
          1e-5);
      assertThatThrownBy(() -> clip.text().prompts(manager, tokens, 6))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("text 0 ends within its context");
    }
  }

  @Test
  void thePaddingIsTheOneThatTheSettingsName() throws IOException {
    ModelFiles files = made(Kind.CLIPA);
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"pad_token\": {\"content\": \"[UNK]\"}}");
    assertThat(family.inspect(files))
        .containsExactly("tokenizer.json", "tokenizer_config.json", "open_clip_config.json");
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(family.load(files, manager).tokenizer().encode("sun"))
          .containsExactly(3, 9, 0, 2, 2, 2, 2, 2);
    }
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"sep_token\": \"</s>\"}");
    assertThatThrownBy(() -> family.inspect(files))
        .isInstanceOf(TokenizerException.class)
        .hasMessage("tokenizer.json: lacks the special token </s>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CLIPA|\"last\"|\"argmax\"|text_cfg.pool_type should be last, and is 'argmax'",
        "CLIPA|\"no_causal_mask\": true|\"no_causal_mask\": false|text_cfg.pool_type should be",
        "CLIPA|\"hf_tokenizer_name\": \"bert\",||text_cfg.no_causal_mask is supported with",
        "CLIPA|\"no_ln_pre\": true,||vision_cfg.no_ln_pre should be true, as pool_type is avg",
        "CLIPA|\"avg\"|\"tok\"|vision_cfg.no_ln_pre should be false, as pool_type is tok",
        "CLIPA|\"avg\"|\"max\"|vision_cfg.pool_type should be avg or tok, and is 'max'",
        "CLIPA|\"strip_sep_token\"|\"language\": \"de\", \"strip_sep_token\"|kwargs.language is a",
        "CLIPA|\"strip_sep_token\"|\"clean\": \"canonicalize\", \"strip_sep_token\"|kwargs.clean",
        "META_CLIP_2|\"heads\": 2|\"tokenizer_mode\": \"clips\"|text_cfg.tokenizer_mode is a",
        "META_CLIP_2|\"eos_id\": 2|\"tokenizer_kwargs\": {\"strip_sep_token\": true}|strip_sep",
        "META_CLIP_2|\"hf_tokenizer_name\": \"xlm-v\"|\"tokenizer_kwargs\": {\"clean\": \"lower\"}|clean",
      })
  void whatIsNotComputedIsRefusedByName(Kind kind, String from, String to, String message)
      throws IOException {
    ModelFiles files = made(kind);
    String changed = kind.config.replace(from, to == null ? "" : to);
    assertThat(changed).isNotEqualTo(kind.config);
    Files.writeString(folder.resolve("open_clip_config.json"), changed);
    assertThatThrownBy(() -> family.inspect(files))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"eos\"|\"argmax\"|ends a text with the id 2, and its highest is 14: such a text tower",
        "\"eos_id\": 2|\"eos_id\": 5|ends a text with the id 2, and the model with 5",
      })
  void anotherEndThanTheTokenisersIsRefused(String from, String to, String message)
      throws IOException {
    ModelFiles files = made(Kind.META_CLIP_2);
    Files.writeString(folder.resolve("open_clip_config.json"), META_CONFIG.replace(from, to));
    assertThatThrownBy(() -> family.inspect(files))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource
  void noFormatHoldsThem(Kind kind) throws IOException {
    ModelFiles files = made(kind);
    try (NDManager manager = NDManager.newBaseManager();
        ClipCheckpoint checkpoint = Checkpoints.open(files)) {
      Clip clip = checkpoint.load(manager);
      for (CheckpointWriter writer : CheckpointWriter.values()) {
        assertThatThrownBy(() -> writer.write(clip, folder.resolve("out"), DataType.FLOAT32))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("copy its files instead");
      }
      assertThat(folder.resolve("out")).doesNotExist();
      if (kind == Kind.CLIPA) {
        assertThatThrownBy(clip::video)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("DGL's prompts need CLIP's transformers");
      }
    }
  }
}
