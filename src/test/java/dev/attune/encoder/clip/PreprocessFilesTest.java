package dev.attune.encoder.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.attune.encoder.clip.HuggingFacePreprocess.Usual;
import dev.attune.vision.Preprocess;
import dev.attune.vision.RgbImage;
import dev.attune.weights.FileSource;
import dev.attune.weights.WeightsException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels and values that open_clip 3.3 and transformers 5.24 (its Pillow classes) make of it. */
class PreprocessFilesTest {
  private static final int R = 4;
  private static final String OWN = "preprocessor_config.json";
  private static final String HALVES =
      "\"image_mean\": [0.5, 0.4, 0.3], \"image_std\": [0.5, 0.25, 2]";

  @ParameterizedTest
  @CsvSource({
    "14, 9, shortest, bicubic, 2052843264964476a85688bf4274a6598bc270a2df87c0c26799d084b7c7a0db6cc0ae2989bcd2acd930d18e23cf2351",
    "14, 9, shortest, bilinear, 2254863567994678aa598bbd4375a75a8cbe70a2d188b9b76799ca84b6bba0ce71bba63788bac9a9d03fc9932dc9324f",
    "14, 9, squash, bicubic, 1345772d5f90497bae6294d03264955384bb77abda98d1865385bb7cb1cca9d058d0712a72a6dca2d263d76f2b75296a",
    "14, 9, squash, bilinear, 17497b3062944b7daf6496c83567995486b876a8ca96c4895688ba7dafbfa7c360c4773874a6d1a1c76bcc77377e3563",
    "14, 9, longest, bicubic, 194b7c3465985184be6ca5ca4375a8679acc90c4a2b9ae4a6da0d79bcd7dcf8a29912f59090909090909090909090909",
    "14, 9, longest, bilinear, 1d4f81386a9c5486b86ea0c24577a9689ac28fbb9eb2ac546ea0cd99c47fc58d38933b59090909090909090909090909",
    "9, 14, shortest, bicubic, 2d5f914274a65a8cc46fa1da4e80b1689ad585b9c3a0dd686e9fdd8dc4c4b0d62cd67c268ec4b6b3da2edf5338932264",
    "9, 14, longest, bicubic, 1a4c7e3365984b7db8090909497bb26ba0cc90c8980909097cb4d0adc95fca6e2f090909afc741ca513d593d7d090909",
    "6, 31, squash, bicubic, 3167a1417bad578faf699ba49eb67cb09d68a57f5b996d5e7d4a5a605686577ba47396965791b78bb38fb58f5d915f58",
    "6, 31, squash, bilinear, 3a6c9d4a7ca8598ba96997a096ab7ca4996c9f82639871637c5363655f86617a9c7491925d8faf8ba88cab8d648f635c",
    "11, 40, longest, bicubic, 090909758d90090909090909090909857b760909090909090909097e8481090909090909090909827c7c090909090909",
    "40, 11, squash, bicubic, 32659e85b2a8ae814a665584669cb5aa82565b638f8ca2869aa6816e5e778d99817f6c759d8569718392867171838f88",
    "4, 9, squash, bicubic, 093b6d114375184a7c2052842557892f6193386a9c4274a64375a74f81b35c8ec0689acc5f91c36d9fd17caee08abcee",
    "3, 2, squash, bicubic, 003163033567093b6d0d3f7103356707396b0d3f711143750a3c6e0e407216487a1a4c7e0e40721244761a4c7e1e5082",
    "3, 2, longest, bilinear, 0032640436680a3c6e0e407207396b0b3d6f11437516487a0d3f71124476184a7c1d4f81090909090909090909090909",
  })
  void openClipsModesAndFiltersMakeItsPixels(
      int width, int height, String mode, String filter, String levels) {
    Preprocess made =
        openClip(
            "{\"resize_mode\": \"%s\", \"interpolation\": \"%s\", \"fill_color\": 9, \"size\": [4, 4]}"
                .formatted(mode, filter));
    assertThat(levels(made, width, height)).isEqualTo(levels);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "14|9|\"size\": {\"shortest_edge\": 4}, \"crop_size\": 4|2052843264964476a85688bf4274a6598bc270a2df87c0c26799d084b7c7a0db6cc0ae2989bcd2acd930d18e23cf2351",
        "14|9|\"size\": 4, \"crop_size\": {\"height\": 4, \"width\": 4}|2052843264964476a85688bf4274a6598bc270a2df87c0c26799d084b7c7a0db6cc0ae2989bcd2acd930d18e23cf2351",
        "14|9|\"size\": {\"shortest_edge\": 7}, \"crop_size\": 4, \"resample\": 2|396b9d4476a85082b45b8dbf4d7fb15a8cbe689acc75a7d96597c974a6d883b5db92c4cf7dafe18ec0b09fd175b0e214",
        "14|9|\"size\": {\"height\": 5, \"width\": 5}, \"crop_size\": [4, 4]|0d3f7121538536689a4b7daf2557893d6fa15789bc72a4df3f71a35c8ec37bade49bd58a598bbe7badda9fdd5dc6a21e",
        "14|9|\"size\": [4, 4], \"do_center_crop\": false|1345772d5f90497bae6294d03264955384bb77abda98d1865385bb7cb1cca9d058d0712a72a6dca2d263d76f2b75296a",
        "14|9|\"do_resize\": false, \"crop_size\": 4|4779ab5082b4598bbd6294c6598bbd6395c76d9fd177a9db6b9dcf76a8da81b3e58cbef07dafe189bbed95c7f9a1d305",
        "9|14|\"size\": {\"shortest_edge\": 7}, \"crop_size\": 4, \"resample\": 2|4a7cae588abc689acc77a9db5e90c26d9fd17fb1df90c2a372a4d683b5e796c8a2aadc1e86b8ea98caa2addf23c3c127",
        "3|2|\"do_resize\": false, \"crop_size\": 4|00000000000000000000000000326407396b0e40720000000d3f711547791d4f81000000000000000000000000000000",
        "14|9|\"image_processor_type\": \"SiglipImageProcessorFast\", \"size\": {\"height\": 4, \"width\": 4}|1345772d5f90497bae6294d03264955384bb77abda98d1865385bb7cb1cca9d058d0712a72a6dca2d263d76f2b75296a",
        "14|9|\"image_processor_type\": \"SiglipImageProcessorFast\", \"default_to_square\": true, \"disable_grouping\": null, \"size\": {\"height\": 4, \"width\": 4}|1345772d5f90497bae6294d03264955384bb77abda98d1865385bb7cb1cca9d058d0712a72a6dca2d263d76f2b75296a",
        "14|9|\"default_to_square\": true, \"size\": 4, \"do_center_crop\": false|1345772d5f90497bae6294d03264955384bb77abda98d1865385bb7cb1cca9d058d0712a72a6dca2d263d76f2b75296a",
        "14|9|\"feature_extractor_type\": \"ViTFeatureExtractor\", \"size\": 4|17497b3062944b7daf6496c83567995486b876a8ca96c4895688ba7dafbfa7c360c4773874a6d1a1c76bcc77377e3563",
      })
  void transformersSettingsMakeItsPixels(int width, int height, String fields, String levels) {
    assertThat(levels(huggingFace("{" + fields + "}"), width, height)).isEqualTo(levels);
  }

  /** The values of the first two pixels, channel after channel. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"do_normalize\": false|0.125490203|0.196078435|0.321568638|0.392156869|0.517647088|0.588235319",
        "\"do_rescale\": false|117.330894|184.337677|312.060333|380.945984|477.167236|542.437317",
        "\"rescale_factor\": 0.00784313725490196, \"image_mean\": 1.0, \"image_std\": [0.5, 0.25, 2.0]|-1.49803925|-1.21568632|-1.42745090|-0.862745047|0.0176470876|0.0882353187",
        HALVES + "|-0.749019623|-0.607843161|-0.313725471|-0.0313725471|0.108823538|0.144117653",
      })
  void transformersScaleAndNormalisationAreFollowed(
      String fields, float a, float b, float c, float d, float e, float f) {
    Preprocess made =
        huggingFace("{\"size\": {\"shortest_edge\": 4}, \"crop_size\": 4, %s}".formatted(fields));
    float[] values = made.of(picture(14, 9));
    float[] expected = {a, b, c, d, e, f};
    for (int i = 0; i < expected.length; i++) {
      float tolerance = 1e-6f * Math.max(1, Math.abs(expected[i]));
      assertThat(values[i / 2 * R * R + i % 2]).isCloseTo(expected[i], within(tolerance));
    }
  }

  @Test
  void openClipsMeanAndDeviationAreFollowed() {
    float[] values =
        openClip("{\"mean\": [0.5, 0.4, 0.3], \"std\": [0.5, 0.25, 2.0]}").of(picture(14, 9));
    assertThat(values[0]).isCloseTo(-0.749019623f, within(1e-6f));
    assertThat(values[R * R]).isCloseTo(-0.313725471f, within(1e-6f));
    assertThat(values[2 * R * R]).isCloseTo(0.108823538f, within(1e-6f));
  }

  @Test
  void whatIsNotSaidIsTheFamilys() {
    FileSource none = name -> Optional.empty();
    assertThat(HuggingFacePreprocess.read(none, R, Usual.CLIP)).isEqualTo(ClipPreprocess.at(R));
    assertThat(openClip("{}")).isEqualTo(ClipPreprocess.at(R));
    assertThat(levels(HuggingFacePreprocess.read(none, R, Usual.SIGLIP), 14, 9))
        .startsWith("1345772d5f90");
  }

  @Test
  void theNewerFilesSectionComesFirst() {
    FileSource both =
        files(
            Map.of(
                OWN,
                "{\"size\": {\"shortest_edge\": 4}, \"crop_size\": 4, \"resample\": 2}",
                "processor_config.json",
                "{\"processor_class\": \"CLIPProcessor\", \"image_processor\":"
                    + " {\"size\": {\"height\": 4, \"width\": 4}, \"do_center_crop\": false}}"));
    assertThat(levels(HuggingFacePreprocess.read(both, R, Usual.CLIP), 14, 9))
        .startsWith("1345772d5f90");
    FileSource older = files(Map.of("processor_config.json", "{}"));
    assertThat(HuggingFacePreprocess.read(older, R, Usual.CLIP)).isEqualTo(ClipPreprocess.at(R));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"size\": 8|size is 8, and the network takes 4 pixels",
        "\"size\": [4, 8]|size is [4,8], and the network takes 4 pixels",
        "\"mode\": \"L\"|mode should be RGB, and is 'L'",
        "\"resize_mode\": \"widest\"|resize_mode should be longest or shortest or squash, and is 'widest'",
        "\"interpolation\": \"lanczos\"|interpolation should be bicubic or bilinear or random",
        "\"fill_color\": 256|fill_color is no level from 0 to 255",
        "\"mean\": [0.5, 0.5]|mean is neither a number nor three",
        "\"mean\": \"half\"|mean is neither a number nor three",
        "\"std\": [0.5, 0, 0.5]|std should be above 0",
        "\"crop_pct\": 0.9|crop_pct is a setting that is not supported",
      })
  void openClipsSettingsThatAreNotComputedAreRefused(String field, String message) {
    assertThatThrownBy(() -> openClip("{" + field + "}"))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith("open_clip_config.json: preprocess_cfg." + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|crop_size makes pictures of 224 pixels, and the network takes 4",
        "\"crop_size\": 8|crop_size makes pictures of 8 pixels, and the network takes 4",
        "\"size\": {\"height\": 8, \"width\": 8}, \"do_center_crop\": false|size makes pictures of 8 pixels",
        "\"crop_size\": {\"height\": 4, \"width\": 8}|crop_size {\"height\":4,\"width\":8} is not supported",
        "\"size\": {\"shortest_edge\": 4, \"longest_edge\": 8}|size {\"shortest_edge\":4,\"longest_edge\":8} is not supported",
        "\"size\": {\"longest_edge\": 8}|size {\"longest_edge\":8} is not supported",
        "\"do_center_crop\": false|do_center_crop is false, and pictures would not become squares",
        "\"do_center_crop\": \"no\"|do_center_crop is neither true nor false",
        "\"resample\": 1|resample is 1: only bilinear (2) and bicubic (3) are supported",
        "\"crop_size\": 4, \"rescale_factor\": 0|rescale_factor should be above 0",
        "\"crop_size\": 4, \"image_std\": 0|image_std should be above 0",
        "\"do_pad\": true|do_pad is a setting that is not supported",
        "\"image_processor_type\": \"Siglip2ImageProcessor\"|image_processor_type Siglip2ImageProcessor is not supported",
      })
  void transformersSettingsThatAreNotComputedAreRefused(String fields, String message) {
    assertThatThrownBy(() -> huggingFace("{" + (fields == null ? "" : fields) + "}"))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(OWN + ": " + message);
  }

  private static Preprocess openClip(String section) {
    String json = "{\"preprocess_cfg\": %s}".formatted(section);
    FileSource file = files(Map.of(OpenClipConfig.FILE, json));
    return OpenClipPreprocess.read(ConfigFile.read(file, OpenClipConfig.FILE), R);
  }

  private static Preprocess huggingFace(String json) {
    return HuggingFacePreprocess.read(files(Map.of(OWN, json)), R, Usual.CLIP);
  }

  private static FileSource files(Map<String, String> content) {
    return name ->
        Optional.ofNullable(content.get(name)).map(c -> c.getBytes(StandardCharsets.UTF_8));
  }

  private static String levels(Preprocess made, int width, int height) {
    return HexFormat.of().formatHex(made.frame(picture(width, height)).data());
  }

  private static RgbImage picture(int width, int height) {
    byte[] data = new byte[3 * width * height];
    for (int i = 0; i < data.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      data[i] = (byte) (x * 7 + y * 13 + i % 3 * 50 + x * y);
    }
    return new RgbImage(width, height, data);
  }
}
